// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Inclusion} from "../../../contracts/almanac/Inclusion.sol";
import {IAlmanac} from "../../../contracts/interfaces/IAlmanac.sol";
import {SkyInputs} from "../../../contracts/types/MerkleLayout.sol";

/// @title An example of a contract that reads skies: whoever shows it a red one is remembered.
contract Sunset {
    error NotPainted();
    error NotRed();

    IAlmanac public immutable almanac;
    mapping(uint256 tokenId => mapping(uint256 epoch => address)) public seenBy;

    constructor(IAlmanac almanac_) {
        almanac = almanac_;
    }

    /// @notice Sixteen pixels of a sky that was more red than green and blue together.
    function see(
        uint256 tokenId,
        uint256 epoch,
        uint256 run,
        bytes calldata pixels,
        SkyInputs calldata inputs,
        bytes32[] calldata path
    ) external {
        if (!Inclusion.wasPainted(almanac, epoch, tokenId, run, pixels, inputs, path)) {
            revert NotPainted();
        }
        uint256 red;
        uint256 rest;
        for (uint256 i; i < pixels.length; i += 3) {
            red += uint8(pixels[i]);
            rest += uint256(uint8(pixels[i + 1])) + uint8(pixels[i + 2]);
        }
        if (red <= rest) revert NotRed();
        if (seenBy[tokenId][epoch] == address(0)) seenBy[tokenId][epoch] = msg.sender;
    }
}
