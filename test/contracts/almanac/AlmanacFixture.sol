// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Rules} from "../../../contracts/interfaces/IAlmanac.sol";
import {Fixture} from "../Fixture.sol";

/// @title An accepted epoch, and keepers with bonds who commit to it and reveal.
abstract contract AlmanacFixture is Fixture {
    bytes32 internal constant ROOT = keccak256("root") & ~bytes32(uint256(3));
    bytes32 internal constant OTHER = keccak256("another root") & ~bytes32(uint256(3));
    bytes32 internal constant SALT = keccak256("salt");
    /// @dev A CIDv1 (dag-pb, sha2-256), as every keeper's is.
    bytes internal cid = bytes.concat(hex"01701220", keccak256("a car"));

    Rules internal rules;
    uint256 internal epoch;
    uint256 internal commitEnds;
    uint256 internal revealEnds;
    uint256 internal challengeEnds;

    function setUp() public virtual override {
        super.setUp();
        rules = almanac.rules();
        _accept();
        address[4] memory keepers = [keeper, alice, bob, mallory];
        for (uint256 i; i < 4; ++i) {
            vm.deal(keepers[i], 1000 ether);
            _deposit(keepers[i], 10 * rules.bond);
        }
    }

    /// @dev Has so many plants born by the next epoch.
    function _plant(uint256 plants) internal {
        while (plants != 0) {
            uint256 batch = plants < 10 ? plants : 10;
            _mint(bob, batch);
            plants -= batch;
        }
        _germinate(keccak256("randao"));
    }

    /// @dev The next epoch, which is what all is about from now on.
    function _accept() internal {
        epoch = _observeNext();
        (commitEnds, revealEnds, challengeEnds) = almanac.windowsOf(epoch);
    }

    function _deposit(address by, uint256 amount) internal {
        vm.prank(by);
        almanac.deposit{value: amount}(by);
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

    /// @dev Each keeper commits to the root beside it, and all reveal. Challenges are open then.
    function _say(address[] memory keepers, bytes32[] memory roots) internal {
        for (uint256 i; i < keepers.length; ++i) {
            _commit(keepers[i], roots[i]);
        }
        vm.warp(commitEnds);
        for (uint256 i; i < keepers.length; ++i) {
            _reveal(keepers[i], roots[i]);
        }
        vm.warp(revealEnds);
    }

    function _say(address a, bytes32 root) internal {
        _commit(a, root);
        vm.warp(commitEnds);
        _reveal(a, root);
        vm.warp(revealEnds);
    }

    function _say(address a, bytes32 rootOfA, address b, bytes32 rootOfB) internal {
        _commit(a, rootOfA);
        _commit(b, rootOfB);
        vm.warp(commitEnds);
        _reveal(a, rootOfA);
        _reveal(b, rootOfB);
        vm.warp(revealEnds);
    }

    function _balance(address of_) internal view returns (uint256) {
        return almanac.accountOf(of_).balance;
    }

    function _locked(address of_) internal view returns (uint256) {
        return almanac.accountOf(of_).locked;
    }
}
