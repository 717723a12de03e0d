// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    FREE,
    INPUTS,
    BYTES,
    HALVES,
    MAP_INPUTS,
    MAP_OUTPUTS,
    MODEL,
    ONES,
    ONES_7F,
    OUTPUTS
} from "./SkyLayout.sol";
import {SkyFeatures} from "./SkyFeatures.sol";
import {SkyScene} from "./SkyScene.sol";

/// @title The sky network, 12 pixels at a time
/// @notice Twin of renderer/sky/integer.ts. A word holds one activation of 12 pixels, in lanes of 21
///         bits; a weight, taken as w + 128 from the model's bytes, multiplies all of them at once,
///         and 128 times the sum of the inputs is taken off again. Sums are linear modulo 2^256, so
///         only a finished sum must lie in its lane; the registry has proved that it does.
/// @dev    Must be called before any memory is allocated: see SkyLayout.
library Sky {
    /// @dev The model's bytes do not have the shape that their header tells.
    error MalformedModel();
    /// @dev Memory was allocated before the engine could claim its places.
    error MemoryTaken();

    /// @dev Claims the fixed places in memory, reads the model, and prepares scene and shifts.
    function begin(address pointer, bytes32 latent, bytes32 condition, uint256 size) internal view {
        uint256 free;
        assembly {
            free := mload(0x40)
            mstore(0x40, FREE)
        }
        if (free > 0x80) revert MemoryTaken();
        load(pointer);
        SkyScene.write(latent, condition, size);
        SkyScene.writeMappingInputs(latent, condition);
        mapLatent();
    }

    /// @dev Prepares the 12 columns from x.
    function columns(uint256 x) internal pure {
        SkyScene.writeColumns(x);
    }

    /// @dev Computes the run in row y of the prepared columns and writes its 36 bytes at `to`.
    function run(uint256 y, uint256 to) internal pure {
        SkyFeatures.write(y);
        network(to);
    }

    /// @dev Copies a registered model to its place, past the byte that makes its code stop.
    function load(address pointer) private view {
        bool valid;
        assembly {
            let size := sub(extcodesize(pointer), 1)
            if lt(size, 24501) {
                extcodecopy(pointer, MODEL, 1, size)
                let head := mload(MODEL)
                let layers := byte(5, head)
                let m1 := byte(6, head)
                let m2 := byte(7, head)
                let outputs := add(shl(5, layers), 3)
                let length := add(add(shl(5, m1), mul(m1, m2)), mul(m2, outputs))
                length := add(length, add(mul(1120, layers), 96))
                length := add(add(length, 72), mul(3, add(add(m1, m2), outputs)))
                valid := and(
                    and(eq(shr(216, head), 0x48534b5901), eq(size, length)),
                    and(
                        and(gt(layers, 0), lt(layers, 9)),
                        and(and(gt(m1, 7), lt(m1, 65)), and(gt(m2, 7), lt(m2, 65)))
                    )
                )
            }
        }
        if (!valid) revert MalformedModel();
    }

    /// @dev The mapping network: leaves the shifts of every neuron and colour at MAP_OUTPUTS. Here the
    ///      lanes are outputs: 8 of them, 32 bits each, so four words hold 32 outputs.
    function mapLatent() private pure {
        assembly {
            // Computes a layer: `count` outputs of the one before, activated, into `outputs` sums.
            function layer(weights, biases, count, outputs) {
                // The inputs that are not zero, each with the place of its weights, and one of zero
                // after them, so that they may be taken in pairs.
                let total := 0
                let end := MAP_INPUTS
                let at := MAP_OUTPUTS
                for { let last := add(at, shl(5, count)) } lt(at, last) { at := add(at, 0x20) } {
                    let x := sar(7, mload(at))
                    if sgt(x, 0) {
                        if gt(x, 127) { x := 127 }
                        total := add(total, x)
                        mstore(end, x)
                        mstore(add(end, 0x20), weights)
                        end := add(end, 0x40)
                    }
                    weights := add(weights, outputs)
                }
                mstore(end, 0)
                mstore(add(end, 0x20), weights)
                total := shl(7, total)

                for { let j := 0 } lt(j, outputs) { j := add(j, 32) } {
                    let a := 0
                    let b := 0
                    let c := 0
                    let d := 0
                    for { let i := MAP_INPUTS } lt(i, end) { i := add(i, 0x80) } {
                        // Two products of a byte and 7 bits fit 16 bits; the sums need 32.
                        let w := mload(add(j, mload(add(i, 0x20))))
                        let x := mload(i)
                        let even := mul(and(shr(8, w), BYTES), x)
                        let odd := mul(and(w, BYTES), x)
                        w := mload(add(j, mload(add(i, 0x60))))
                        x := mload(add(i, 0x40))
                        even := add(even, mul(and(shr(8, w), BYTES), x))
                        odd := add(odd, mul(and(w, BYTES), x))
                        a := add(a, and(shr(16, even), HALVES))
                        b := add(b, and(shr(16, odd), HALVES))
                        c := add(c, and(even, HALVES))
                        d := add(d, and(odd, HALVES))
                    }
                    // Outputs past the last are written too, and never read.
                    at := add(MAP_OUTPUTS, shl(5, j))
                    for { let bits := 224 } lt(bits, 256) { bits := sub(bits, 32) } {
                        // Four biases of three bytes.
                        let w := mload(biases)
                        mstore(at, add(and(shr(bits, a), 0xffffffff), sub(sar(232, w), total)))
                        mstore(
                            add(at, 0x20),
                            add(and(shr(bits, b), 0xffffffff), sub(sar(232, shl(24, w)), total))
                        )
                        mstore(
                            add(at, 0x40),
                            add(and(shr(bits, c), 0xffffffff), sub(sar(232, shl(48, w)), total))
                        )
                        mstore(
                            add(at, 0x60),
                            add(and(shr(bits, d), 0xffffffff), sub(sar(232, shl(72, w)), total))
                        )
                        at := add(at, 0x80)
                        biases := add(biases, 12)
                    }
                }
            }

            let head := mload(MODEL)
            let m1 := byte(6, head)
            let m2 := byte(7, head)
            let outputs := add(shl(5, byte(5, head)), 3)
            let weights := add(MODEL, 8)
            let second := add(weights, shl(5, m1))
            let third := add(second, mul(m1, m2))
            let biases := add(add(third, mul(m2, outputs)), add(mul(1120, byte(5, head)), 96))
            layer(weights, biases, 32, m1)
            biases := add(biases, mul(3, m1))
            layer(second, biases, m1, m2)
            layer(third, add(biases, mul(3, m2)), m2, outputs)
        }
    }

    /// @dev The layers: inputs of 12 pixels at INPUTS, their colours to memory at `to`.
    function network(uint256 to) private pure {
        assembly {
            // One neuron of 12 pixels: 32 weights in a word times 32 inputs at fixed places. Nested to
            // the right, so that the stack stays shallow.
            function dot(w) -> r {
                r := add(
                    mul(byte(0, w), mload(0x400)),
                    add(
                        mul(byte(1, w), mload(0x420)),
                        add(
                            mul(byte(2, w), mload(0x440)),
                            add(
                                mul(byte(3, w), mload(0x460)),
                                add(
                                    mul(byte(4, w), mload(0x480)),
                                    add(
                                        mul(byte(5, w), mload(0x4a0)),
                                        add(
                                            mul(byte(6, w), mload(0x4c0)),
                                            add(
                                                mul(byte(7, w), mload(0x4e0)),
                                                add(
                                                    mul(byte(8, w), mload(0x500)),
                                                    add(
                                                        mul(byte(9, w), mload(0x520)),
                                                        add(
                                                            mul(byte(10, w), mload(0x540)),
                                                            add(
                                                                mul(byte(11, w), mload(0x560)),
                                                                add(
                                                                    mul(byte(12, w), mload(0x580)),
                                                                    add(
                                                                        mul(byte(13, w), mload(0x5a0)),
                                                                        add(
                                                                            mul(byte(14, w), mload(0x5c0)),
                                                                            add(
                                                                                mul(byte(15, w), mload(0x5e0)),
                                                                                add(
                                                                                    mul(byte(16, w), mload(0x600)),
                                                                                    add(
                                                                                        mul(byte(17, w), mload(0x620)),
                                                                                        add(
                                                                                            mul(byte(18, w), mload(0x640)),
                                                                                            add(
                                                                                                mul(byte(19, w), mload(0x660)),
                                                                                                add(
                                                                                                    mul(byte(20, w), mload(0x680)),
                                                                                                    add(
                                                                                                        mul(byte(21, w), mload(0x6a0)),
                                                                                                        add(
                                                                                                            mul(byte(22, w), mload(0x6c0)),
                                                                                                            add(
                                                                                                                mul(byte(23, w), mload(0x6e0)),
                                                                                                                add(
                                                                                                                    mul(byte(24, w), mload(0x700)),
                                                                                                                    add(
                                                                                                                        mul(byte(25, w), mload(0x720)),
                                                                                                                        add(
                                                                                                                            mul(byte(26, w), mload(0x740)),
                                                                                                                            add(
                                                                                                                                mul(byte(27, w), mload(0x760)),
                                                                                                                                add(
                                                                                                                                    mul(byte(28, w), mload(0x780)),
                                                                                                                                    add(
                                                                                                                                        mul(byte(29, w), mload(0x7a0)),
                                                                                                                                        add(
                                                                                                                                            mul(byte(30, w), mload(0x7c0)),
                                                                                                                                            mul(byte(31, w), mload(0x7e0))
                                                                                                                                        )
                                                                                                                                    )
                                                                                                                                )
                                                                                                                            )
                                                                                                                        )
                                                                                                                    )
                                                                                                                )
                                                                                                            )
                                                                                                        )
                                                                                                    )
                                                                                                )
                                                                                            )
                                                                                        )
                                                                                    )
                                                                                )
                                                                            )
                                                                        )
                                                                    )
                                                                )
                                                            )
                                                        )
                                                    )
                                                )
                                            )
                                        )
                                    )
                                )
                            )
                        )
                    )
                )
            }
            function total() -> r {
                r := add(
                    mload(0x400),
                    add(
                        mload(0x420),
                        add(
                            mload(0x440),
                            add(
                                mload(0x460),
                                add(
                                    mload(0x480),
                                    add(
                                        mload(0x4a0),
                                        add(
                                            mload(0x4c0),
                                            add(
                                                mload(0x4e0),
                                                add(
                                                    mload(0x500),
                                                    add(
                                                        mload(0x520),
                                                        add(
                                                            mload(0x540),
                                                            add(
                                                                mload(0x560),
                                                                add(
                                                                    mload(0x580),
                                                                    add(
                                                                        mload(0x5a0),
                                                                        add(
                                                                            mload(0x5c0),
                                                                            add(
                                                                                mload(0x5e0),
                                                                                add(
                                                                                    mload(0x600),
                                                                                    add(
                                                                                        mload(0x620),
                                                                                        add(
                                                                                            mload(0x640),
                                                                                            add(
                                                                                                mload(0x660),
                                                                                                add(
                                                                                                    mload(0x680),
                                                                                                    add(
                                                                                                        mload(0x6a0),
                                                                                                        add(
                                                                                                            mload(0x6c0),
                                                                                                            add(
                                                                                                                mload(0x6e0),
                                                                                                                add(
                                                                                                                    mload(0x700),
                                                                                                                    add(
                                                                                                                        mload(0x720),
                                                                                                                        add(
                                                                                                                            mload(0x740),
                                                                                                                            add(
                                                                                                                                mload(0x760),
                                                                                                                                add(
                                                                                                                                    mload(0x780),
                                                                                                                                    add(
                                                                                                                                        mload(0x7a0),
                                                                                                                                        add(mload(0x7c0), mload(0x7e0))
                                                                                                                                    )
                                                                                                                                )
                                                                                                                            )
                                                                                                                        )
                                                                                                                    )
                                                                                                                )
                                                                                                            )
                                                                                                        )
                                                                                                    )
                                                                                                )
                                                                                            )
                                                                                        )
                                                                                    )
                                                                                )
                                                                            )
                                                                        )
                                                                    )
                                                                )
                                                            )
                                                        )
                                                    )
                                                )
                                            )
                                        )
                                    )
                                )
                            )
                        )
                    )
                )
            }

            // A finished sum as an activation. The sum holds 2^20 - 2^14 more than its value: bit 20 marks
            // what is 2^14 or more, and once 2^14 is added, what is not negative.
            function fire(v) -> r {
                let over := mul(and(shr(20, v), ONES), 127)
                v := add(v, mul(0x4000, ONES))
                r := and(or(shr(7, v), over), mul(and(shr(20, v), ONES), 127))
            }

            let layers := byte(5, mload(MODEL))
            let shifts := MAP_OUTPUTS
            let weights
            let colours
            {
                let head := mload(MODEL)
                let m1 := byte(6, head)
                let m2 := byte(7, head)
                weights := add(add(MODEL, 8), add(shl(5, m1), mul(m1, m2)))
                weights := add(weights, mul(m2, add(shl(5, layers), 3)))
                colours := add(weights, shl(10, layers))
            }
            // 128 << 7 is the middle of a colour; 2^20 - 2^15 marks levels of 256 and more.
            let base := mul(add(0xf8000, 0x4000), ONES)
            let at := add(shifts, shl(10, layers))
            let red := add(base, mul(mload(at), ONES))
            let green := add(base, mul(mload(add(at, 0x20)), ONES))
            let blue := add(base, mul(mload(add(at, 0x40)), ONES))
            for { let l := 0 } 1 { l := add(l, 1) } {
                base := shl(7, total())
                red := add(red, sub(dot(mload(colours)), base))
                green := add(green, sub(dot(mload(add(colours, 0x20))), base))
                blue := add(blue, sub(dot(mload(add(colours, 0x40))), base))
                colours := add(colours, 0x60)
                if eq(l, layers) { break }
                base := sub(mul(0xfc000, ONES), base)
                for { let out := OUTPUTS } lt(out, 0xc00) {} {
                    mstore(out, fire(add(dot(mload(weights)), add(base, mul(mload(shifts), ONES)))))
                    mstore(
                        add(out, 0x20),
                        fire(
                            add(
                                dot(mload(add(weights, 0x20))),
                                add(base, mul(mload(add(shifts, 0x20)), ONES))
                            )
                        )
                    )
                    mstore(
                        add(out, 0x40),
                        fire(
                            add(
                                dot(mload(add(weights, 0x40))),
                                add(base, mul(mload(add(shifts, 0x40)), ONES))
                            )
                        )
                    )
                    mstore(
                        add(out, 0x60),
                        fire(
                            add(
                                dot(mload(add(weights, 0x60))),
                                add(base, mul(mload(add(shifts, 0x60)), ONES))
                            )
                        )
                    )
                    weights := add(weights, 0x80)
                    shifts := add(shifts, 0x80)
                    out := add(out, 0x80)
                }
                mcopy(INPUTS, OUTPUTS, 0x400)
            }

            function level(v) -> r {
                let over := mul(and(shr(20, v), ONES), 255)
                v := add(v, mul(0x8000, ONES))
                r := and(or(shr(7, v), over), mul(and(shr(20, v), ONES), 255))
            }
            red := level(red)
            green := level(green)
            blue := level(blue)
            for { let lane := 0 } lt(lane, 252) { lane := add(lane, 21) } {
                mstore8(to, shr(lane, red))
                mstore8(add(to, 1), shr(lane, green))
                mstore8(add(to, 2), shr(lane, blue))
                to := add(to, 3)
            }
        }
    }
}
