// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {
    BLOCKS,
    BLOCK_BYTES,
    BLOCK_SHIFTS,
    BYTES,
    HALVES,
    MAP_INPUTS,
    MAP_OUTPUTS,
    ONES
} from "./SkyLayout.sol";

/// @title The mapping network: what one picture adds to every neuron and to the colours
/// @notice Twin of `mapLatent` in renderer/sky/integer.ts. Here the lanes are outputs: 8 of them, 32
///         bits each, so four words hold 32 outputs. A sum is taken of weights as bytes of w + 128,
///         and 128 times the sum of the inputs is taken off again.
library SkyMapping {
    /// @dev Reads the 32 inputs at MAP_OUTPUTS, as sums that are yet to be activated, and the network
    ///      of this shape at `weights` and `biases`; leaves the shifts in the blocks, and those of the
    ///      colours at MAP_OUTPUTS.
    function write(uint256 shape, uint256 weights, uint256 biases) internal pure {
        assembly {
            // Lists the outputs of the layer before that are not zero, once activated, each with the
            // place of its weights, and a zero after them, so that they may be taken in pairs.
            // Answers where the list ends, and 128 times the sum of its values.
            function list(weights_, count, outputs) -> end, total {
                end := MAP_INPUTS
                let at := MAP_OUTPUTS
                for { let last := add(at, shl(5, count)) } lt(at, last) { at := add(at, 0x20) } {
                    let x := sar(7, mload(at))
                    if sgt(x, 0) {
                        if gt(x, 127) { x := 127 }
                        total := add(total, x)
                        mstore(end, x)
                        mstore(add(end, 0x20), weights_)
                        end := add(end, 0x40)
                    }
                    weights_ := add(weights_, outputs)
                }
                mstore(end, 0)
                mstore(add(end, 0x20), weights_)
                total := shl(7, total)
            }

            // Computes 32 outputs from output j, with the biases from `biases_`, and writes their
            // sums from `at`. Those past the last output are written too, and never read.
            function sums(end, total, j, biases_, at) {
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
                for { let bits := 224 } lt(bits, 256) { bits := sub(bits, 32) } {
                    // Four biases of three bytes.
                    let w := mload(biases_)
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
                    biases_ := add(biases_, 12)
                }
            }

            // A hidden layer: `count` outputs of the one before, activated, into `outputs` sums.
            function hidden(weights_, biases_, count, outputs) {
                let end, total := list(weights_, count, outputs)
                let at := MAP_OUTPUTS
                for { let j := 0 } lt(j, outputs) { j := add(j, 32) } {
                    sums(end, total, j, biases_, at)
                    at := add(at, 0x400)
                    biases_ := add(biases_, 96)
                }
            }

            // Limits `count` sums in place to shifts of -8191..8191, and leaves each, and 2^15, in
            // every lane.
            function limit(at, count) {
                for { let end := add(at, shl(5, count)) } lt(at, end) { at := add(at, 0x20) } {
                    let shift := add(sar(2, mload(at)), 8191)
                    if gt(shift, 16382) { shift := mul(16382, sgt(shift, 0)) }
                    mstore(at, mul(add(shift, 24577), ONES))
                }
            }

            let layers := byte(5, shape)
            let m1 := byte(6, shape)
            let m2 := byte(7, shape)
            let outputs := add(shl(5, layers), 3)
            hidden(weights, biases, 32, m1)
            weights := add(weights, shl(5, m1))
            biases := add(biases, mul(3, m1))
            hidden(weights, biases, m1, m2)
            weights := add(weights, mul(m1, m2))
            biases := add(biases, mul(3, m2))
            {
                let end, total := list(weights, m2, outputs)
                let at := add(BLOCKS, BLOCK_SHIFTS)
                let j := 0
                for {} lt(j, sub(outputs, 3)) { j := add(j, 32) } {
                    sums(end, total, j, biases, at)
                    limit(at, 32)
                    at := add(at, BLOCK_BYTES)
                    biases := add(biases, 96)
                }
                sums(end, total, j, biases, MAP_OUTPUTS)
                limit(MAP_OUTPUTS, 3)
            }
        }
    }
}
