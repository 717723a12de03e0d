// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SUMS} from "./SkyLayout.sol";

/// @title The mapping network: what one picture adds to every neuron and to the colours
/// @notice Twin of `mapLatent` in renderer/sky/integer.ts. Here the lanes are outputs: 8 of them, 32
///         bits each, so four words hold 32 outputs. A sum is taken of weights as bytes of w + 128,
///         and 128 times the sum of the inputs is taken off again.
/// @dev    The block uses no name from outside, and SkyLayout's places as literals, for the reason
///         that SkyNetwork tells.
library SkyMapping {
    /// @dev Reads the 32 inputs at MAP_OUTPUTS, as sums that are yet to be activated, and the network
    ///      of this shape at `weights` and `biases`; leaves the shifts in the blocks, and those of the
    ///      colours at MAP_OUTPUTS.
    function write(uint256 shape, uint256 weights, uint256 biases) internal pure {
        assembly {
            mstore(0, weights)
            mstore(0x20, biases)
            mstore(SUMS, shape)
        }
        network();
    }

    function network() private pure {
        assembly {
            // Lists the outputs of the layer before that are not zero, once activated, each with the
            // place of its weights, and a zero after them, so that they may be taken in pairs. Answers
            // where the list ends, and 128 times the sum of its values.
            function list(weights, count, outputs) -> end, total {
                end := 0xc80
                let at := 0x1d40
                for { let last := add(at, shl(5, count)) } lt(at, last) { at := add(at, 0x20) } {
                    let x := sar(7, mload(at))
                    if sgt(x, 0) {
                        if gt(x, 127) { x := 127 }
                        total := add(x, total)
                        mstore(end, x)
                        mstore(add(end, 0x20), weights)
                        end := add(end, 0x40)
                    }
                    weights := add(weights, outputs)
                }
                mstore(end, 0)
                mstore(add(end, 0x20), weights)
                total := shl(7, total)
            }

            // Adds up 32 outputs from output j: each of four words holds every fourth of them, the
            // first in its highest lane.
            function sums(end, j) -> a, b, c, d {
                let bytes_ := mload(0x2580)
                let halves := mload(0x25a0)
                for { let i := 0xc80 } lt(i, end) { i := add(i, 0x80) } {
                    // A product of a byte and 7 bits; two of them fit 16 bits, and the sums need 32.
                    let w := mload(add(mload(add(i, 0x20)), j))
                    let x := mload(i)
                    let even := mul(and(shr(8, w), bytes_), x)
                    let odd := mul(and(w, bytes_), x)
                    w := mload(add(mload(add(i, 0x60)), j))
                    x := mload(add(i, 0x40))
                    even := add(mul(and(shr(8, w), bytes_), x), even)
                    odd := add(mul(and(w, bytes_), x), odd)
                    a := add(and(shr(16, even), halves), a)
                    b := add(and(shr(16, odd), halves), b)
                    c := add(and(even, halves), c)
                    d := add(and(odd, halves), d)
                }
            }

            // A hidden layer: `count` outputs of the one before, activated, into `outputs` sums. Up to
            // three past the last output are written too, and never read.
            function hidden(weights, biases, count, outputs) {
                let end, total := list(weights, count, outputs)
                let at := 0x1d40
                let all := add(at, shl(5, outputs))
                for { let j := 0 } lt(at, all) { j := add(j, 32) } {
                    let a, b, c, d := sums(end, j)
                    let last := add(at, 0x400)
                    if gt(last, all) { last := all }
                    for {} lt(at, last) { at := add(at, 0x80) } {
                        // Four biases of three bytes.
                        let w := mload(biases)
                        mstore(at, add(shr(224, a), sub(sar(232, w), total)))
                        mstore(add(at, 0x20), add(shr(224, b), sub(sar(232, shl(24, w)), total)))
                        mstore(add(at, 0x40), add(shr(224, c), sub(sar(232, shl(48, w)), total)))
                        mstore(add(at, 0x60), add(shr(224, d), sub(sar(232, shl(72, w)), total)))
                        a := shl(32, a)
                        b := shl(32, b)
                        c := shl(32, c)
                        d := shl(32, d)
                        biases := add(biases, 12)
                    }
                }
            }

            // Leaves shifts from output j on at `at`, up to `last`: the quarter of each sum, limited to
            // -8191..8191, and 2^15, in every lane.
            function shifts(end, total, j, biases, at, last) {
                let ones := mload(0x2560)
                let a, b, c, d := sums(end, j)
                for {} lt(at, last) { at := add(at, 0x80) } {
                    let w := mload(biases)
                    let sum
                    sum := add(sub(sar(232, w), total), shr(224, a))
                    sum := add(sar(2, sum), 8191)
                    if gt(sum, 16382) { sum := mul(16382, sgt(sum, 0)) }
                    mstore(at, mul(add(sum, 24577), ones))
                    sum := add(sub(sar(232, shl(24, w)), total), shr(224, b))
                    sum := add(sar(2, sum), 8191)
                    if gt(sum, 16382) { sum := mul(16382, sgt(sum, 0)) }
                    mstore(add(at, 0x20), mul(add(sum, 24577), ones))
                    sum := add(sub(sar(232, shl(48, w)), total), shr(224, c))
                    sum := add(sar(2, sum), 8191)
                    if gt(sum, 16382) { sum := mul(16382, sgt(sum, 0)) }
                    mstore(add(at, 0x40), mul(add(sum, 24577), ones))
                    sum := add(sub(sar(232, shl(72, w)), total), shr(224, d))
                    sum := add(sar(2, sum), 8191)
                    if gt(sum, 16382) { sum := mul(16382, sgt(sum, 0)) }
                    mstore(add(at, 0x60), mul(add(sum, 24577), ones))
                    a := shl(32, a)
                    b := shl(32, b)
                    c := shl(32, c)
                    d := shl(32, d)
                    biases := add(biases, 12)
                }
            }

            let weights := mload(0)
            let biases := mload(0x20)
            let shape := mload(0x2560)
            // Masks used often take a byte of code each time from the stack, and 32 as literals.
            mstore(0x2560, 0x0001000100010001000100010001000100010001000100010001000100010001)
            mstore(0x2580, 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff)
            mstore(0x25a0, 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff)
            let layers := byte(5, shape)
            let m1 := byte(6, shape)
            let m2 := byte(7, shape)
            hidden(weights, biases, 32, m1)
            weights := add(weights, shl(5, m1))
            biases := add(biases, mul(3, m1))
            hidden(weights, biases, m1, m2)
            weights := add(weights, mul(m1, m2))
            biases := add(biases, mul(3, m2))
            let end, total := list(weights, m2, add(shl(5, layers), 3))
            let at := 0x2a20
            let j := 0
            for {} lt(j, shl(5, layers)) { j := add(j, 32) } {
                shifts(end, total, j, biases, at, add(at, 0x400))
                at := add(at, 0xc60)
                biases := add(biases, 96)
            }
            shifts(end, total, j, biases, 0x1d40, 0x1dc0)
        }
    }
}
