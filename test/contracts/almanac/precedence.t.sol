// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ground, IAlmanac, Stand} from "../../../contracts/interfaces/IAlmanac.sol";
import {intentHash} from "../../../contracts/types/MerkleLayout.sol";
import {ChallengeFixture} from "./ChallengeFixture.sol";

/// @dev Who felled a root, when several tell the same lie.
contract PrecedenceTest is ChallengeFixture {
    function setUp() public override {
        super.setUp();
        _say(mallory, grove.root);
    }

    function test_intend_isKeptUntilItIsUsed() public {
        bytes32 intent = almanac.hashIntent(epoch, grove.root, 0, (TOKEN << 12) | RUN, alice, SALT);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Intended(intent, alice);
        _intend(alice, 0, (TOKEN << 12) | RUN, SALT);
        assertEq(almanac.intentOf(intent), block.number);
        vm.roll(block.number + 1);
        _challenge(alice, RUN, SALT);
        assertEq(almanac.intentOf(intent), 0);
        assertTrue(_stand().intended);
        assertEq(_stand().felledBy, alice);
    }

    function test_intend_opensAnAccount() public {
        address stranger = makeAddr("stranger");
        uint256 count = almanac.accountCount();
        vm.prank(stranger);
        almanac.intend(SALT);
        assertEq(almanac.accountCount(), count + 1);
        assertEq(almanac.accountOf(stranger).id, count + 1);
        assertEq(almanac.accountAt(count + 1), stranger);
    }

    function test_hashIntent_bindsEverything() public {
        bytes32 expected =
            intentHash(block.chainid, address(almanac), epoch, grove.root, 3, 4, alice, SALT);
        assertEq(almanac.hashIntent(epoch, grove.root, 3, 4, alice, SALT), expected);
        assertNotEq(almanac.hashIntent(epoch + 1, grove.root, 3, 4, alice, SALT), expected);
        assertNotEq(almanac.hashIntent(epoch, ROOT, 3, 4, alice, SALT), expected);
        assertNotEq(almanac.hashIntent(epoch, grove.root, 4, 4, alice, SALT), expected);
        assertNotEq(almanac.hashIntent(epoch, grove.root, 3, 5, alice, SALT), expected);
        assertNotEq(almanac.hashIntent(epoch, grove.root, 3, 4, bob, SALT), expected);
        assertNotEq(almanac.hashIntent(epoch, grove.root, 3, 4, alice, ROOT), expected);
        vm.chainId(5);
        assertNotEq(almanac.hashIntent(epoch, grove.root, 3, 4, alice, SALT), expected);
    }

    function test_RevertWhen_anIntentIsPutDownTwice() public {
        bytes32 intent = almanac.hashIntent(epoch, grove.root, 0, 0, alice, SALT);
        almanac.intend(intent);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyIntended.selector, block.number));
        almanac.intend(intent);
    }

    /// @dev Somebody else may put it down: it is the challenger's all the same.
    function test_intend_cannotBeTakenByWhoeverSeesIt() public {
        bytes32 intent = almanac.hashIntent(epoch, grove.root, 0, (TOKEN << 12) | RUN, alice, SALT);
        vm.prank(bob);
        almanac.intend(intent);
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.IntentTooYoung.selector, 0));
        _challenge(bob, RUN, SALT);
        _challenge(alice, RUN, SALT);
        assertEq(_stand().felledBy, alice);
    }

    function test_RevertWhen_theIntentIsOfThisBlock() public {
        _intend(alice, 0, (TOKEN << 12) | RUN, SALT);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.IntentTooYoung.selector, block.number));
        _challenge(alice, RUN, SALT);
    }

    function test_RevertWhen_theIntentIsForAnotherRun() public {
        _intend(alice);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.IntentTooYoung.selector, 0));
        _challenge(alice, RUN + 1, SALT);
    }

    /// @dev The thief copies the find out of the mempool, and lands before it.
    function test_challenge_anEarlierIntentTakesPrecedence() public {
        _intend(alice);
        _challenge(bob, RUN, 0);
        assertEq(_stand().felledBy, bob);
        vm.expectEmit(address(almanac));
        emit IAlmanac.Felled(epoch, grove.root, alice, Ground.Run);
        _challenge(alice, RUN, SALT);
        Stand memory stand = _stand();
        assertEq(stand.felledBy, alice);
        assertTrue(stand.intended);
        assertEq(almanac.epochOf(epoch).standing, 0);
    }

    /// @dev Until the epoch is finalized, however long that takes.
    function test_challenge_takesPrecedenceLate() public {
        _intend(alice);
        _challenge(bob, RUN, 0);
        vm.warp(challengeEnds + 1000);
        vm.roll(block.number + 5000);
        _challenge(alice, RUN, SALT);
        assertEq(_stand().felledBy, alice);
    }

    function test_RevertWhen_theIntentCameWithTheFall() public {
        _intend(alice, 0, (TOKEN << 12) | RUN, SALT);
        _challenge(bob, RUN, 0);
        vm.roll(block.number + 1);
        _expectFallen();
        _challenge(alice, RUN, SALT);
    }

    function test_RevertWhen_anIntendedChallengeCameFirst() public {
        _intend(alice, 0, (TOKEN << 12) | RUN, SALT);
        _intend(bob);
        _challenge(alice, RUN, SALT);
        _expectFallen();
        _challenge(bob, RUN, SALT);
        assertEq(_stand().felledBy, alice);
    }

    function test_RevertWhen_aBareChallengeComesLater() public {
        _challenge(alice, RUN, 0);
        _expectFallen();
        _challenge(bob, RUN, 0);
        _expectFallen();
        _challenge(bob, RUN, "never put down");
    }

    /// @dev It reverts before the engine is asked.
    function test_challenge_isCheapToLose() public {
        _challenge(alice, RUN, 0);
        uint256 before = gasleft();
        _expectFallen();
        _challenge(bob, RUN, 0);
        assertLt(before - gasleft(), 250_000);
    }

    /// @dev Else a thief could take the find and finalize in one block, before the intent can be made use of.
    function test_RevertWhen_aBareChallengeComesAfterTheWindow() public {
        vm.warp(challengeEnds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.IntentTooYoung.selector, 0));
        _challenge(bob, RUN, 0);
        _intend(alice);
        _challenge(alice, RUN, SALT);
        assertEq(_stand().felledBy, alice);
    }
}
