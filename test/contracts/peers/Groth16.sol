// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title A Groth16 verifier over BN254 and nothing else: what a challenge would cost at least if a proof took
/// the place of recomputing a run. The proof itself somebody would have to make first.
/// @dev e(-A, B) e(alpha, beta) e(vk, gamma) e(C, delta) = 1, where vk = ic0 + sum of input * ic. The key is in
/// the code, as usual. One input: a real circuit would hash all that it proves into one.
contract Groth16 {
    uint256 private constant FIELD =
        0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;
    uint256 private constant ORDER =
        0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;

    uint256 private immutable ALPHA_X;
    uint256 private immutable ALPHA_Y;
    uint256 private immutable BETA_X1;
    uint256 private immutable BETA_X0;
    uint256 private immutable BETA_Y1;
    uint256 private immutable BETA_Y0;
    uint256 private immutable GAMMA_X1;
    uint256 private immutable GAMMA_X0;
    uint256 private immutable GAMMA_Y1;
    uint256 private immutable GAMMA_Y0;
    uint256 private immutable DELTA_X1;
    uint256 private immutable DELTA_X0;
    uint256 private immutable DELTA_Y1;
    uint256 private immutable DELTA_Y0;
    uint256 private immutable IC0_X;
    uint256 private immutable IC0_Y;
    uint256 private immutable IC1_X;
    uint256 private immutable IC1_Y;

    event Verified(uint256 input);

    error ProofInvalid();

    /// @param key alpha, beta, gamma, delta, ic0, ic1; in G2 the imaginary part comes first, as the precompile
    /// wants it.
    constructor(uint256[18] memory key) {
        (ALPHA_X, ALPHA_Y) = (key[0], key[1]);
        (BETA_X1, BETA_X0, BETA_Y1, BETA_Y0) = (key[2], key[3], key[4], key[5]);
        (GAMMA_X1, GAMMA_X0, GAMMA_Y1, GAMMA_Y0) = (key[6], key[7], key[8], key[9]);
        (DELTA_X1, DELTA_X0, DELTA_Y1, DELTA_Y0) = (key[10], key[11], key[12], key[13]);
        (IC0_X, IC0_Y, IC1_X, IC1_Y) = (key[14], key[15], key[16], key[17]);
    }

    /// @param proof A, B, C.
    function verify(uint256[8] calldata proof, uint256 input) external {
        if (!_isValid(proof, input)) revert ProofInvalid();
        emit Verified(input);
    }

    function _isValid(uint256[8] calldata proof, uint256 input) private view returns (bool) {
        if (input >= ORDER) return false;
        (bool ok, uint256 x, uint256 y) = _publicPoint(input);
        if (!ok) return false;
        uint256[24] memory pairs = [
            proof[0],
            // The precompile refuses coordinates outside the field itself; FIELD - y of such a one underflows.
            proof[1] == 0 ? 0 : FIELD - proof[1],
            proof[2],
            proof[3],
            proof[4],
            proof[5],
            ALPHA_X,
            ALPHA_Y,
            BETA_X1,
            BETA_X0,
            BETA_Y1,
            BETA_Y0,
            x,
            y,
            GAMMA_X1,
            GAMMA_X0,
            GAMMA_Y1,
            GAMMA_Y0,
            proof[6],
            proof[7],
            DELTA_X1,
            DELTA_X0,
            DELTA_Y1,
            DELTA_Y0
        ];
        assembly ("memory-safe") {
            ok := staticcall(gas(), 8, pairs, 768, 0, 32)
            ok := and(ok, eq(mload(0), 1))
        }
        return ok;
    }

    function _publicPoint(uint256 input) private view returns (bool ok, uint256 x, uint256 y) {
        uint256[4] memory words = [IC1_X, IC1_Y, input, 0];
        (uint256 x0, uint256 y0) = (IC0_X, IC0_Y);
        assembly ("memory-safe") {
            ok := staticcall(gas(), 7, words, 96, words, 64)
            mstore(add(words, 64), x0)
            mstore(add(words, 96), y0)
            ok := and(ok, staticcall(gas(), 6, words, 128, words, 64))
            x := mload(words)
            y := mload(add(words, 32))
        }
    }
}
