// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixture} from "../Fixture.sol";

/// @title An accepted epoch, and keepers who commit to it and reveal.
abstract contract AlmanacFixture is Fixture {
    bytes32 internal constant ROOT = keccak256("root");
    bytes32 internal constant SALT = keccak256("salt");
    /// @dev A CIDv1 (dag-pb, sha2-256), as every keeper's is.
    bytes internal cid = bytes.concat(hex"01701220", keccak256("a car"));

    uint256 internal epoch;
    uint256 internal acceptedAt;

    function setUp() public override {
        super.setUp();
        epoch = _observeNext();
        acceptedAt = block.timestamp;
    }

    function _commit(address by, bytes32 root) internal {
        bytes32 commitment = almanac.hashCommitment(epoch, root, cid, SALT, by);
        vm.prank(by);
        almanac.commit(epoch, commitment);
    }

    function _reveal(address by, bytes32 root) internal {
        vm.prank(by);
        almanac.reveal(epoch, root, cid, SALT);
    }

    function _closeCommits() internal {
        vm.warp(acceptedAt + 7200);
    }
}
