// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Base64} from "solady/utils/Base64.sol";

import {Fixture} from "../Fixture.sol";

/// @dev ERC-7572, and the JSON of ERC-7496: both must be read by any parser, whatever the names hold.
contract ContractMetadataTest is Fixture {
    string private constant HOSTILE = unicode"a\"b\\c</text>]]>\u2028\u202e\n\t\u0001";

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.name = HOSTILE;
    }

    function test_contractURI_isJson() public view {
        string memory json = _decoded(token.contractURI());
        assertEq(vm.parseJsonString(json, ".name"), HOSTILE);
        assertEq(vm.parseJsonString(json, ".symbol"), "HELIO");
    }

    function test_getTraitMetadataURI_isJson() public view {
        string memory json = _decoded(token.getTraitMetadataURI());
        assertEq(vm.parseJsonString(json, ".traits.stateNonce.validateOnSale"), "requireEq");
    }

    /// @dev What follows the comma of a data URI.
    function _decoded(string memory uri) private pure returns (string memory) {
        bytes memory text = bytes(uri);
        uint256 at;
        while (text[at] != ",") ++at;
        string memory head = new string(at);
        string memory body = new string(text.length - at - 1);
        for (uint256 i; i < text.length; ++i) {
            if (i < at) bytes(head)[i] = text[i];
            if (i > at) bytes(body)[i - at - 1] = text[i];
        }
        assertEq(bytes5(bytes(head)), bytes5("data:"));
        if (keccak256(bytes(head)) == keccak256("data:application/json;base64")) {
            return string(Base64.decode(body));
        }
        return body;
    }
}
