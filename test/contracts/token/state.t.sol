// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Choices} from "../../../contracts/Choices.sol";
import {IChoices, TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {IMetadata} from "../../../contracts/interfaces/IMetadata.sol";
import {StateWord} from "../../../contracts/types/StateWord.sol";
import {Garden} from "./Garden.sol";

contract StateTest is Garden {
    bytes4 private constant UNKNOWN = bytes4(keccak256("OwnerQueryForNonexistentToken()"));
    bytes32 private constant TYPEHASH = keccak256(
        "State(uint256 chainId,address token,uint256 tokenId,bytes32 genome,uint256 checkpoint)"
    );

    function test_stateHash_isOfGenomeAndNewestChoices() public {
        uint256 home = genomes.genomeOf(1).homeStation();
        assertEq(token.stateHash(1), _hash(1, home << 80));
        vm.prank(alice);
        token.adoptModel(1, 1);
        uint256 word = (_now() + 1) | (home << 80) | (1 << 192) | (1 << 224);
        assertEq(token.stateHash(1), _hash(1, word));
    }

    function test_stateHash_knowsNoWeather() public {
        bytes32 before = token.stateHash(0);
        _observeNext();
        _wait(10);
        vm.prank(alice);
        token.transferFrom(alice, bob, 0);
        assertEq(token.stateHash(0), before);
        token.requireState(0, before);
        vm.prank(bob);
        token.burn(0);
        assertEq(token.stateHash(0), before);
    }

    function test_stateHash_ofASeedChangesByGermination() public {
        _mint(alice, 1);
        bytes32 seed = token.stateHash(4);
        _germinate("x");
        assertNotEq(token.stateHash(4), seed);
    }

    function test_stateHash_isOfThisTokenAndChain() public {
        assertNotEq(token.stateHash(0), token.stateHash(1));
        bytes32 here = token.stateHash(0);
        vm.chainId(2);
        assertNotEq(token.stateHash(0), here);
    }

    /// @dev The seller pins something dull just before the sale: it does not count yet, and is seen.
    function test_RevertWhen_requireState_meetsAPendingChoice() public {
        bytes32 offered = token.stateHash(0);
        token.requireState(0, offered);
        vm.prank(alice);
        token.pin(0, birth);
        assertEq(token.stateAt(0, _now()).pinnedEpoch, 0);
        bytes32 actual = token.stateHash(0);
        vm.expectRevert(abi.encodeWithSelector(IChoices.StateChanged.selector, 0, offered, actual));
        token.requireState(0, offered);
        token.requireState(0, actual);
        // Taking it back does not make it undone.
        vm.prank(alice);
        token.follow(0);
        vm.expectPartialRevert(IChoices.StateChanged.selector);
        token.requireState(0, offered);
        vm.expectPartialRevert(IChoices.StateChanged.selector);
        token.requireState(0, actual);
    }

    /// @dev A choice that begins to count is the same choice.
    function test_stateHash_doesNotChangeByTime() public {
        vm.prank(alice);
        token.adoptArt(0, 1);
        bytes32 pending = token.stateHash(0);
        _wait(1);
        token.requireState(0, pending);
    }

    function test_stateNonce_countsEveryChoice() public {
        vm.startPrank(alice);
        for (uint256 i = 1; i < 9; ++i) {
            token.adoptModel(0, i % 2);
            assertEq(token.stateNonce(0), i);
            if (i % 3 == 0) _wait(1);
        }
    }

    function test_pendingOf_saysWhatIsNotShownYet() public {
        _assertNothingPending(0);
        vm.prank(alice);
        token.adoptModel(0, 1);
        (uint256 from, TokenState memory state) = token.pendingOf(0);
        assertEq(from, birth + 1);
        assertEq(abi.encode(state), abi.encode(token.stateAt(0, from)));
        assertEq(state.model, 1);
        // It counts now, but the epoch before is still shown.
        _wait(1);
        (from,) = token.pendingOf(0);
        assertEq(from, birth + 1);
        _observeEach(birth + 1, "x");
        _assertNothingPending(0);
    }

    function test_pendingOf_endsWithAgeingWeather() public {
        vm.prank(alice);
        token.adoptModel(0, 1);
        _wait(2);
        _assertNothingPending(0);
    }

    function test_pendingOf_saysNothingOfWhatWasTakenBack() public {
        vm.startPrank(alice);
        uint256 home = token.stateAt(0, birth).station;
        token.move(0, _elsewhere(0));
        token.pin(0, birth);
        (uint256 from,) = token.pendingOf(0);
        assertEq(from, birth + 1);
        token.move(0, home);
        token.follow(0);
        _assertNothingPending(0);
    }

    function test_pendingOf_comesBeforeBirth() public {
        _mint(alice, 1);
        _assertNothingPending(4);
        _germinate("x");
        _assertNothingPending(4);
        vm.prank(alice);
        token.adoptModel(4, 1);
        (uint256 from, TokenState memory state) = token.pendingOf(4);
        assertEq(from, genomes.birthEpochOf(4));
        assertEq(state.birthEpoch, from);
        assertEq(state.model, 1);
    }

    function test_metadataAt_followsTheArtVersion() public {
        (address first,,) = models.artOf(0);
        (address second,,) = models.artOf(1);
        vm.prank(alice);
        (uint256 from,) = token.adoptArt(0, 1);
        assertEq(token.metadataAt(0, from - 1), first);
        assertEq(token.metadataAt(0, from), second);
        assertEq(token.metadataAt(0, 0), first);
        assertEq(token.shownMetadataOf(0), first);
        _wait(1);
        _observeEach(_now(), "x");
        assertEq(token.shownMetadataOf(0), second);
        // A pin takes the art of its epoch, too, though not that epoch's pin.
        vm.prank(alice);
        token.pin(0, birth);
        _wait(1);
        assertEq(token.metadataAt(0, from + 1), first);
        _observeEach(_now(), "x");
        uint256 pinned = _now();
        vm.prank(alice);
        token.pin(0, pinned);
        assertEq(token.metadataAt(0, pinned), first);
        assertEq(token.metadataAt(0, pinned + 1), second);
    }

    function test_tokenURI_asksTheArtThatIsShown() public {
        (address second,,) = models.artOf(1);
        vm.mockCall(second, abi.encodeCall(IMetadata.tokenURI, (token, 0)), abi.encode("second"));
        vm.mockCall(
            second,
            abi.encodeCall(IMetadata.skyInputsAt, (token, 0, birth + 1)),
            abi.encode(1, 2, 3)
        );
        string memory before = token.tokenURI(0);
        vm.prank(alice);
        token.adoptArt(0, 1);
        assertNotEq(token.tokenURI(0), "second");
        assertGt(bytes(before).length, 1000);
        _wait(2);
        assertEq(token.tokenURI(0), "second");
        (uint256 model, bytes32 latent, bytes32 condition) = token.skyInputsAt(0, birth + 1);
        assertEq(model, 1);
        assertEq(uint256(latent), 2);
        assertEq(uint256(condition), 3);
        (, latent,) = token.skyInputsAt(0, birth);
        assertEq(latent, genomes.genomeOf(0).latentOf());
    }

    /// @dev Another collection may be minted with other versions.
    function test_stateAt_beginsWithWhatTheCollectionIsMintedWith() public {
        Choices other = new Choices(token, genomes, climate, models, 1, 1);
        assertEq(other.stateAt(0, birth).model, 1);
        assertEq(other.stateAt(0, birth).artVersion, 1);
        assertEq(other.stateAt(0, birth).station, genomes.genomeOf(0).homeStation());
        (address second,,) = models.artOf(1);
        assertEq(other.metadataAt(0, birth - 1), second);
        assertEq(other.metadataAt(0, birth), second);
    }

    function test_statesOf_areThoseOfStateAt() public {
        vm.startPrank(alice);
        token.adoptModel(1, 1);
        token.move(2, _elsewhere(2));
        token.burn(3);
        vm.stopPrank();
        _mint(alice, 1);
        uint256[] memory ids = new uint256[](6);
        (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5]) = (2, 0, 1, 3, 4, 2);
        uint256[4] memory epochs = [uint256(0), birth, birth + 1, type(uint256).max];
        for (uint256 i; i < 4; ++i) {
            StateWord[] memory words = token.statesOf(ids, epochs[i]);
            assertEq(words.length, 6);
            for (uint256 j; j < 6; ++j) {
                assertEq(
                    abi.encode(words[j].unpack()), abi.encode(token.stateAt(ids[j], epochs[i]))
                );
            }
        }
        assertEq(token.statesOf(new uint256[](0), birth).length, 0);
    }

    function test_RevertWhen_statesOf_areAskedForTooManyOrForNone() public {
        uint256[] memory ids = new uint256[](1501);
        vm.expectRevert(abi.encodeWithSelector(IChoices.TooManyTokens.selector, 1501, 1500));
        token.statesOf(ids, birth);
        ids = new uint256[](2);
        ids[1] = 4;
        vm.expectRevert(abi.encodeWithSelector(IChoices.TokenNotMinted.selector, 4));
        token.statesOf(ids, birth);
    }

    /// @dev The whole answer of the most tokens: its length on the wire, and what a node lets a call use.
    function test_statesOf_fitsOneAnswer() public {
        uint256 most = token.MAX_STATES();
        uint256[] memory ids = new uint256[](most);
        for (uint256 i; token.totalMinted() < most; ++i) {
            address buyer = vm.addr(1 + i);
            vm.deal(buyer, 10 ether);
            _mint(buyer, 4);
        }
        while (genomes.germinated() < most) _germinate("many");
        _wait(1);
        for (uint256 i; i < most; ++i) {
            ids[i] = i;
        }
        uint256 gas = gasleft();
        (bool ok, bytes memory answer) =
            address(token).staticcall(abi.encodeCall(IChoices.statesOf, (ids, _now())));
        gas -= gasleft();
        assertTrue(ok);
        assertLt(2 + 2 * answer.length, 100_000);
        assertLt(gas, 50_000_000);
        // One more would still fit, a tenth more would not.
        assertGt(2 + 2 * answer.length, 90_000);
    }

    function test_RevertWhen_theTokenWasNeverMinted() public {
        uint256[2] memory ids = [uint256(4), type(uint256).max];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(UNKNOWN);
            token.stateAt(ids[i], birth);
            vm.expectRevert(UNKNOWN);
            token.stayAt(ids[i], birth);
            vm.expectRevert(UNKNOWN);
            token.pendingOf(ids[i]);
            vm.expectRevert(UNKNOWN);
            token.stateNonce(ids[i]);
            vm.expectRevert(UNKNOWN);
            token.stateHash(ids[i]);
            vm.expectRevert(UNKNOWN);
            token.requireState(ids[i], 0);
            vm.expectRevert(UNKNOWN);
            token.metadataAt(ids[i], birth);
            vm.expectRevert(UNKNOWN);
            token.shownMetadataOf(ids[i]);
            vm.expectRevert(UNKNOWN);
            token.skyInputsAt(ids[i], birth);
            vm.expectRevert(UNKNOWN);
            token.accountOf(ids[i]);
        }
    }

    function _assertNothingPending(uint256 id) private view {
        (uint256 from, TokenState memory state) = token.pendingOf(id);
        TokenState memory nothing;
        assertEq(from, 0);
        assertEq(abi.encode(state), abi.encode(nothing));
    }

    function _hash(uint256 id, uint256 word) private view returns (bytes32) {
        return keccak256(
            abi.encode(TYPEHASH, block.chainid, address(token), id, genomes.genomeOf(id), word)
        );
    }
}
