// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Statement} from "../../../contracts/interfaces/IProvenance.sol";
import {Vectors} from "../Vectors.sol";
import {StatementFixture} from "./StatementFixture.sol";

/// @dev What renderer/provenance.ts must say of the same statements.
contract ProvenanceVectorsTest is StatementFixture, Vectors {
    uint256 private constant KEY = uint256(keccak256("a keeper's key"));
    uint256 private constant CASES = 8;

    function test_vectors() public {
        vm.chainId(31_337);
        string memory cases = "";
        for (uint256 i; i < CASES; ++i) {
            cases = string.concat(cases, i == 0 ? "\n    {" : ",\n    {", _case(i), "}");
        }
        string memory head = string.concat(
            _pair("contract", vm.toString(address(provenance))),
            ",\n  ",
            _pair("chainId", block.chainid),
            ",\n  ",
            _pair("signer", vm.toString(vm.addr(KEY)))
        );
        string memory json =
            string.concat("{\n  ", head, ',\n  "cases": [', cases, "\n  ],\n  ", _sets(), "\n}\n");
        _checkVectors("provenance", json);
    }

    /// @dev Zeros, the greatest, then anything.
    function _case(uint256 i) private returns (string memory) {
        if (i == 0) {
            inputs.model = 0;
            inputs.latent = 0;
            inputs.condition = 0;
        } else if (i == 1) {
            inputs.model = 65_535;
            inputs.latent = bytes32(type(uint256).max);
            inputs.condition = bytes32(type(uint256).max);
        } else {
            inputs.model = i;
            inputs.latent = keccak256(abi.encode("latent", i));
            inputs.condition = keccak256(abi.encode("condition", i));
        }
        Statement memory s = Statement({
            tokenId: i == 0 ? 0 : i == 1 ? 16_383 : uint256(keccak256(abi.encode(i))) % 16_384,
            epoch: i == 0 ? 0 : i == 1 ? type(uint40).max : 60_000 + i,
            modelHash: i == 0 ? bytes32(0) : keccak256(abi.encode("model", i)),
            inputHash: provenance.hashInputs(inputs),
            rasterRoot: i == 0 ? bytes32(0) : keccak256(abi.encode("root", i)),
            artVersion: i == 1 ? 65_535 : i,
            compositorVersion: i,
            composedHash: i == 0 ? bytes32(0) : keccak256(abi.encode("composed", i))
        });
        return string.concat(_statement(s), ", ", _inputs(), ", ", _signed(s));
    }

    function _statement(Statement memory s) private pure returns (string memory json) {
        json = string.concat(
            '"statement": {',
            _pair("tokenId", s.tokenId),
            ", ",
            _pair("epoch", s.epoch),
            ", ",
            _pair("modelHash", s.modelHash),
            ", ",
            _pair("inputHash", s.inputHash)
        );
        json = string.concat(
            json,
            ", ",
            _pair("rasterRoot", s.rasterRoot),
            ", ",
            _pair("artVersion", s.artVersion),
            ", ",
            _pair("compositorVersion", s.compositorVersion),
            ", ",
            _pair("composedHash", s.composedHash),
            "}"
        );
    }

    function _inputs() private view returns (string memory) {
        return string.concat(
            '"inputs": {',
            _pair("model", inputs.model),
            ", ",
            _pair("latent", inputs.latent),
            ", ",
            _pair("condition", inputs.condition),
            "}"
        );
    }

    function _signed(Statement memory s) private view returns (string memory) {
        bytes32 digest = provenance.digest(s);
        bytes memory signature = _sign(KEY, digest);
        assertTrue(provenance.isSignedBy(s, vm.addr(KEY), signature));
        return
            string.concat(_pair("digest", digest), ", ", _pair("signature", vm.toString(signature)));
    }

    function _sets() private view returns (string memory json) {
        json = '"sets": [';
        for (uint256 n = 1; n < 32; n += 10) {
            address[] memory members = new address[](n);
            string memory list = "";
            for (uint256 i; i < n; ++i) {
                members[i] = address(uint160(0x1234 * (i + 1)));
                list = string.concat(list, i == 0 ? '"' : ', "', vm.toString(members[i]), '"');
            }
            json = string.concat(json, n == 1 ? "\n    {" : ",\n    {", _pair("threshold", n));
            json = string.concat(json, ', "members": [', list, "], ");
            json = string.concat(json, _pair("hash", provenance.hashSet(n, members)), "}");
        }
        json = string.concat(json, "\n  ]");
    }
}
