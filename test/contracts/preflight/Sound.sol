// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";

/// @dev A collection of three tokens that a preflight has nothing to say against. Each of its neighbours
/// in this folder breaks one thing of it.
contract Sound {
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);

    error TokenDoesNotExist();

    uint256 internal constant TOKENS = 3;
    address internal constant HOLDER = 0x70997970C51812dc3A010C7d01b50e0d17dc79C8;

    string internal constant PNG =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mP4sMVB2TiGIX9WVJSJAgAmEQSohYPc8AAAAABJRU5ErkJggg==";

    constructor() {
        for (uint256 id = 1; id <= TOKENS; ++id) {
            emit Transfer(address(0), HOLDER, id);
        }
    }

    function name() external pure returns (string memory) {
        return "Sound";
    }

    function symbol() external pure returns (string memory) {
        return "SOUND";
    }

    function totalSupply() external pure returns (uint256) {
        return TOKENS;
    }

    function supportsInterface(bytes4 id) external pure virtual returns (bool) {
        return id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0x49064906
            || id == 0x2a55205a;
    }

    function ownerOf(uint256 id) external pure virtual returns (address) {
        if (!_exists(id)) revert TokenDoesNotExist();
        return HOLDER;
    }

    function royaltyInfo(uint256, uint256 price) external pure virtual returns (address, uint256) {
        return (HOLDER, price / 20);
    }

    function contractURI() external pure virtual returns (string memory) {
        return _uri(
            string.concat(
                '{"name":"Sound","description":"Nothing to complain of.","image":"data:image/svg+xml;base64,',
                Base64.encode(bytes(_svg(0))),
                '"}'
            )
        );
    }

    function tokenURI(uint256 id) external view virtual returns (string memory) {
        if (!_exists(id)) revert TokenDoesNotExist();
        return _uri(_json(id));
    }

    function _exists(uint256 id) internal pure returns (bool) {
        return id != 0 && id <= TOKENS;
    }

    function _uri(string memory json) internal pure returns (string memory) {
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function _json(uint256 id) internal pure virtual returns (string memory) {
        return string.concat(
            '{"name":"',
            _name(id),
            '","description":"A square in a square.","image":"',
            _image(id),
            '","attributes":[{"trait_type":"Number","display_type":"number","value":',
            LibString.toString(id),
            "}]}"
        );
    }

    function _name(uint256 id) internal pure virtual returns (string memory) {
        return string.concat("Sound #", LibString.toString(id));
    }

    function _image(uint256 id) internal pure virtual returns (string memory) {
        return string.concat("data:image/svg+xml;base64,", Base64.encode(bytes(_svg(id))));
    }

    function _svg(uint256 id) internal pure virtual returns (string memory) {
        return string.concat(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' role='img'><title>",
            _title(id),
            "</title><desc>Four colours.</desc>",
            _drawing(),
            "</svg>"
        );
    }

    function _title(uint256 id) internal pure virtual returns (string memory) {
        return string.concat("Square ", LibString.toString(id));
    }

    function _drawing() internal pure virtual returns (string memory) {
        return string.concat(
            "<rect width='100' height='100' fill='#23335c'/><image x='20' y='20' width='60' height='60' href='data:image/png;base64,",
            _png(),
            "'/>"
        );
    }

    function _png() internal pure virtual returns (string memory) {
        return PNG;
    }
}
