// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EpochState, IAlmanac, Node, Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {RUNS, SkyInputs, leafIndex} from "../../../contracts/types/MerkleLayout.sol";
import {GameFixture} from "./world/GameFixture.sol";
import {Lie} from "./world/Grove.sol";

/// @dev Every way that we could think of to fell an honest root, to be paid twice, or to leave money behind.
contract GapsTest is GameFixture {
    bytes32 private truth;
    bytes32 private lie;

    function setUp() public override {
        super.setUp();
        truth = _grow(Lie.None, 0);
        lie = _grow(Lie.Run, uint256(keccak256("lie")));
    }

    // Nodes that are none.

    function test_RevertWhen_theTopIsDemandedWithOtherLastBits() public {
        _both(truth, lie);
        bytes32 top = grove.topOf(truth);
        Node memory n = grove.nodeAt(truth, 26, 0);
        // Whatever bits the demander made up, it is one demand, and the honest answer answers it.
        n.hash = top ^ bytes32(uint256(2));
        _demand(liar, honest, n);
        n.hash = top ^ bytes32(uint256(1));
        uint256 price = almanac.demandBond();
        vm.prank(liar);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyDemanded.selector, 26, 0));
        almanac.demand{value: price}(EPOCH, honest, n);
        _answer(honest, honest, truth, 26, 0);
        assertEq(_standOf(honest).openDemands, 0);
        vm.warp(block.timestamp + answerSeconds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyAnswered.selector, 26, 0));
        almanac.silence(EPOCH, honest, 26, 0, n.hash);
    }

    function test_RevertWhen_theTopOfAnEmptyEpochIsCalledPadding() public {
        _accept(EPOCH + 1, 0);
        bytes32 root = grove.grow(almanac.jobOf(EPOCH + 1), EPOCH + 1, Lie.None, 0);
        _commit(EPOCH + 1, honest, root);
        vm.warp(commitEnds);
        _reveal(EPOCH + 1, honest, root);
        vm.warp(revealEnds);
        Node memory n = grove.nodeAt(root, 26, 0);
        for (uint256 bits; bits < 4; ++bits) {
            n.hash = root | bytes32(bits);
            vm.expectRevert(abi.encodeWithSelector(IAlmanac.RootHolds.selector, root));
            almanac.challengePadding(EPOCH + 1, honest, n, 0);
        }
        Node memory below = grove.nodeAt(root, 25, 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RootHolds.selector, root));
        almanac.challengePadding(EPOCH + 1, honest, below, 0);
    }

    function test_fuzz_challengePadding_anIndexHasNoOtherNames(uint256 height, uint256 k) public {
        _both(truth, lie);
        height = bound(height, 0, 26);
        uint256 index = height < 12 ? 5 << (12 - height) >> 3 : 0;
        Node memory n = grove.nodeAt(truth, height, index);
        // Bits that the path does not look at.
        n.index = index + (bound(k, 1, type(uint256).max >> (26 - height)) << (26 - height));
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, height, n.index));
        almanac.challengePadding(EPOCH, honest, n, 0);
        uint256 price = almanac.demandBond();
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, height, n.index));
        almanac.demand{value: price}(EPOCH, honest, n);
    }

    function test_fuzz_challenge_aTokenAndARunHaveNoOtherNames(uint256 k, uint256 run) public {
        _both(truth, lie);
        run = run % RUNS;
        Node memory n = grove.nodeAt(truth, 0, leafIndex(1, run));
        bytes memory pixels = grove.pixelsOf(truth, 1, run);
        uint256 alias_ = 1 + (bound(k, 1, type(uint256).max >> 14) << 14);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, alias_));
        almanac.challenge(EPOCH, honest, alias_, run, pixels, n.inputs, n.path, 0);
        alias_ = run + (bound(k, 1, type(uint256).max >> 12) << 12);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RunInvalid.selector, alias_, 48));
        almanac.challenge(EPOCH, honest, 1, alias_, pixels, n.inputs, n.path, 0);

        Node memory t = grove.nodeAt(truth, 12, 1);
        bytes32 runs = grove.runsOf(truth, 1);
        alias_ = 1 + (bound(k, 1, type(uint256).max >> 14) << 14);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NodeInvalid.selector, 12, alias_));
        almanac.challengeInputs(EPOCH, honest, alias_, t.inputs, runs, t.path, 0);
    }

    function test_fuzz_challengePadding_heightsAreNotMistaken(uint256 height, uint256 other)
        public
    {
        _both(truth, lie);
        height = bound(height, 0, 26);
        other = bound(other, 0, 40);
        vm.assume(other != height);
        Node memory n = grove.nodeAt(truth, height, 0);
        n.height = other;
        (bool ok,) =
            address(almanac).call(abi.encodeCall(IAlmanac.challengePadding, (EPOCH, honest, n, 0)));
        assertFalse(ok);
        // With a path of that length too.
        n.path = new bytes32[](other > 26 ? 0 : 26 - other);
        (ok,) =
            address(almanac).call(abi.encodeCall(IAlmanac.challengePadding, (EPOCH, honest, n, 0)));
        assertFalse(ok);
    }

    /// @dev All 4,096 places of a token, and the places beside the last one.
    function test_challengePadding_noNodeOfAnHonestTreeFalls() public {
        vm.pauseGasMetering();
        _both(truth, lie);
        for (uint256 height; height <= 26; ++height) {
            for (uint256 i; i < 24; ++i) {
                uint256 index = height < 12 ? _spread(i, height) : i;
                if (index >= 1 << (26 - height)) continue;
                Node memory n = grove.nodeAt(truth, height, index);
                (bool ok,) = address(almanac)
                    .call(abi.encodeCall(IAlmanac.challengePadding, (EPOCH, honest, n, 0)));
                assertFalse(ok);
                n.hash = 0;
                (ok,) = address(almanac)
                    .call(abi.encodeCall(IAlmanac.challengePadding, (EPOCH, honest, n, 0)));
                assertFalse(ok);
            }
        }
        assertFalse(_standOf(honest).fallen);
    }

    function test_challengePadding_provesEveryUnusedPlace() public {
        for (uint256 i; i < 7; ++i) {
            uint256 at = vm.snapshotState();
            bytes32 root = _grow(Lie.Unused, i);
            _both(truth, root);
            (, uint256 token, uint256 run,) = grove.lieOf(root);
            Node memory n = grove.nodeAt(root, 6, leafIndex(token, run) >> 6);
            almanac.challengePadding(EPOCH, liar, n, 0);
            assertTrue(_standOf(liar).fallen);
            vm.revertToState(at);
        }
    }

    function test_challengePadding_provesATokenThatIsNotBorn() public {
        bytes32 root = _grow(Lie.Unborn, 9);
        _both(truth, root);
        // Also from any height above, where nothing but it lies below.
        Node memory n = grove.nodeAt(root, 13, 1);
        almanac.challengePadding(EPOCH, liar, n, 0);
        assertTrue(_standOf(liar).fallen);
        assertFalse(_standOf(honest).fallen);
    }

    // The engine and the token.

    function test_RevertWhen_theEngineOrTheTokenRunsOutOfGas() public {
        _both(truth, lie);
        (, uint256 token, uint256 run,) = grove.lieOf(truth);
        Node memory n = grove.nodeAt(truth, 0, leafIndex(token, run));
        bytes memory call = abi.encodeCall(
            IAlmanac.challenge,
            (EPOCH, honest, token, run, grove.pixelsOf(truth, token, run), n.inputs, n.path, 0)
        );
        n = grove.nodeAt(truth, 12, token);
        bytes memory other = abi.encodeCall(
            IAlmanac.challengeInputs,
            (EPOCH, honest, token, n.inputs, grove.runsOf(truth, token), n.path, 0)
        );
        for (uint256 gas_ = 5000; gas_ < 120_000; gas_ += 500) {
            (bool ok,) = address(almanac).call{gas: gas_}(call);
            assertFalse(ok);
            (ok,) = address(almanac).call{gas: gas_}(other);
            assertFalse(ok);
        }
    }

    function test_RevertWhen_theEngineReverts() public {
        stage.setInputs(0, SkyInputs(stage.BROKEN_MODEL(), "latent", "condition"));
        bytes32 root = grove.grow(keccak256("another job"), EPOCH, Lie.None, 0);
        root = grove.grow(almanac.jobOf(EPOCH), EPOCH, Lie.Inputs, 6);
        _both(root, lie);
        Node memory n = grove.nodeAt(root, 0, 7);
        bytes memory pixels = grove.pixelsOf(root, 0, 7);
        vm.expectRevert(bytes("UnknownModel"));
        almanac.challenge(EPOCH, honest, 0, 7, pixels, n.inputs, n.path, 0);
    }

    function test_challengeInputs_provesEachOfThemAlone() public {
        for (uint256 i; i < 3; ++i) {
            uint256 at = vm.snapshotState();
            bytes32 root = _grow(Lie.Inputs, 1 | (i << 64));
            _both(truth, root);
            Node memory n = grove.nodeAt(root, 12, 1);
            almanac.challengeInputs(EPOCH, liar, 1, n.inputs, grove.runsOf(root, 1), n.path, 0);
            assertTrue(_standOf(liar).fallen);
            vm.revertToState(at);
        }
    }

    function test_RevertWhen_anHonestRunOrHonestInputsAreChallenged() public {
        _both(truth, lie);
        bytes memory holds = abi.encodeWithSelector(IAlmanac.RootHolds.selector, truth);
        for (uint256 i; i < 40; ++i) {
            uint256 run = i * 613 % RUNS;
            Node memory n = grove.nodeAt(truth, 0, leafIndex(i % 2, run));
            bytes memory pixels = grove.pixelsOf(truth, i % 2, run);
            vm.expectRevert(holds);
            almanac.challenge(EPOCH, honest, i % 2, run, pixels, n.inputs, n.path, 0);
        }
        Node memory t = grove.nodeAt(truth, 12, 1);
        bytes32 runs = grove.runsOf(truth, 1);
        vm.expectRevert(holds);
        almanac.challengeInputs(EPOCH, honest, 1, t.inputs, runs, t.path, 0);
    }

    // Fellings.

    function test_RevertWhen_anIntentIsUsedInItsOwnBlock() public {
        _both(truth, lie);
        _intend(second, lie, SALT);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.IntentTooYoung.selector, block.number));
        this.tell(second, SALT);
        vm.roll(block.number + 1);
        _tell(second, liar, lie, SALT);
        (, uint256 token, uint256 run,) = grove.lieOf(lie);
        bytes32 intent = almanac.hashIntent(EPOCH, lie, 0, leafIndex(token, run), second, SALT);
        assertEq(almanac.intentOf(intent), 0);
    }

    function test_RevertWhen_challengedBeforeRevealsEnd() public {
        _commit(EPOCH, liar, lie);
        vm.warp(commitEnds);
        _reveal(EPOCH, liar, lie);
        vm.warp(revealEnds - 1);
        bytes memory closed =
            abi.encodeWithSelector(IAlmanac.RevealsOpen.selector, EPOCH, revealEnds);
        vm.expectRevert(closed);
        this.tell(second, 0);
        Node memory n = grove.nodeAt(lie, 26, 0);
        uint256 price = almanac.demandBond();
        vm.expectRevert(closed);
        almanac.demand{value: price}(EPOCH, liar, n);
    }

    function test_challenge_aLaterOneWithAnOlderIntentTakesOver() public {
        _both(truth, lie);
        _intend(second, lie, SALT);
        vm.roll(block.number + 1);
        _tell(stranger, liar, lie, 0);
        assertEq(_standOf(liar).felledBy, stranger);
        EpochState memory before = almanac.epochOf(EPOCH);

        vm.roll(block.number + 5);
        _tell(second, liar, lie, SALT);
        assertEq(_standOf(liar).felledBy, second);
        EpochState memory state = almanac.epochOf(EPOCH);
        assertEq(state.standing, before.standing);
        assertEq(state.openDemands, before.openDemands);

        // Once only, and the intent is used up.
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        this.tell(second, SALT);
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, honest);
        almanac.claim(EPOCH, liar);
        assertEq(_free(second), 10 ether + BOND / 2);
        assertEq(_free(stranger), 10 ether);
    }

    function test_RevertWhen_anIntentWasPutDownInTheBlockOfTheFallOrLater() public {
        _both(truth, lie);
        _intend(second, lie, SALT);
        _tell(stranger, liar, lie, 0);
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        this.tell(second, SALT);
        _intend(honest, lie, SALT);
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        this.tell(honest, SALT);
    }

    function test_RevertWhen_anIntendedFellingIsTakenOver() public {
        _both(truth, lie);
        _intend(second, lie, SALT);
        _intend(stranger, lie, SALT);
        vm.roll(block.number + 1);
        _tell(second, liar, lie, SALT);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        this.tell(stranger, SALT);
    }

    function test_RevertWhen_anIntentIsSomebodyElsesOrOfAnotherPlace() public {
        _both(truth, lie);
        _intend(second, lie, SALT);
        (, uint256 token,,) = grove.lieOf(lie);
        bytes32 elsewhere = almanac.hashIntent(EPOCH, lie, 12, token, stranger, SALT);
        vm.prank(stranger);
        almanac.intend(elsewhere);
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.IntentTooYoung.selector, 0));
        this.tell(stranger, SALT);
    }

    function test_intend_byAnotherWithACopiedHashHarmsNobody() public {
        _both(truth, lie);
        (, uint256 token, uint256 run,) = grove.lieOf(lie);
        bytes32 intent = almanac.hashIntent(EPOCH, lie, 0, leafIndex(token, run), second, SALT);
        vm.prank(stranger);
        almanac.intend(intent);
        vm.roll(block.number + 1);
        _tell(second, liar, lie, SALT);
        assertEq(_standOf(liar).felledBy, second);
    }

    /// @dev The first root's record lies in the slot of the epoch's counters.
    function test_challenge_theFirstRootFallsWithOpenDemands() public {
        _both(lie, truth);
        _demand(second, honest, grove.nodeAt(lie, 26, 0));
        _demand(second, honest, grove.nodeAt(lie, 19, 0));
        _demand(second, liar, grove.nodeAt(truth, 26, 0));
        _demand(second, liar, grove.nodeAt(truth, 12, 1));
        _demand(second, liar, grove.nodeAt(truth, 6, 3));
        _answer(liar, liar, truth, 12, 1);
        assertEq(almanac.epochOf(EPOCH).openDemands, 4);
        uint256 waitUntil = almanac.epochOf(EPOCH).waitUntil;
        assertEq(waitUntil, block.timestamp + followUpSeconds);

        _tell(stranger, honest, lie, 0);
        EpochState memory state = almanac.epochOf(EPOCH);
        assertEq(state.standing, 1);
        assertEq(state.openDemands, 2);
        assertEq(state.waitUntil, waitUntil);
        assertEq(_standOf(liar).openDemands, 2);
        assertFalse(_standOf(liar).fallen);
        assertEq(_standOf(honest).keepers, 1);

        vm.warp(challengeEnds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.TooEarly.selector, challengeEnds, 2));
        almanac.finalize(EPOCH, liar);
        _answer(second, liar, truth, 26, 0);
        _answer(second, liar, truth, 6, 3);
        vm.warp(block.timestamp + followUpSeconds);
        almanac.finalize(EPOCH, liar);
        (, bytes32 root, address winner) = almanac.artworkAt(0, EPOCH);
        assertEq(root, truth);
        assertEq(winner, liar);
    }

    function test_challenge_anotherRootFallsWithOpenDemands() public {
        _both(truth, lie);
        _demand(second, liar, grove.nodeAt(lie, 26, 0));
        _demand(second, honest, grove.nodeAt(truth, 26, 0));
        _tell(stranger, liar, lie, 0);
        EpochState memory state = almanac.epochOf(EPOCH);
        assertEq(state.standing, 1);
        assertEq(state.openDemands, 1);
        assertEq(_standOf(honest).openDemands, 1);
        assertEq(_standOf(liar).openDemands, 0);
        // What was demanded of it comes back at once, and no answer counts any more.
        almanac.settleDemand(EPOCH, liar, 26, 0, lie);
        assertEq(_free(second), 10 ether + almanac.demandBond());
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadySettled.selector));
        almanac.settleDemand(EPOCH, liar, 26, 0, lie);
        bytes memory data = grove.answerOf(lie, 26, 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        almanac.answer(EPOCH, liar, 26, 0, data);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        almanac.raise{value: 1}(EPOCH, liar, 26, 0, lie);
        vm.warp(block.timestamp + answerSeconds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        almanac.silence(EPOCH, liar, 26, 0, lie);
    }

    // Demands.

    function test_settleDemand_anAnswerOfALiarIsNotPaid() public {
        _both(truth, lie);
        _demand(second, liar, grove.nodeAt(lie, 26, 0));
        _answer(liar, liar, lie, 26, 0);
        _tell(second, liar, lie, 0);
        almanac.settleDemand(EPOCH, liar, 26, 0, lie);
        assertEq(_free(second), 10 ether + almanac.demandBond());
    }

    function test_RevertWhen_aDemandIsSettledBeforeItIsDecided() public {
        _both(truth, lie);
        _demand(second, honest, grove.nodeAt(truth, 26, 0));
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFinalized.selector, EPOCH));
        almanac.settleDemand(EPOCH, honest, 26, 0, truth);
        _answer(stranger, honest, truth, 26, 0);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFinalized.selector, EPOCH));
        almanac.settleDemand(EPOCH, honest, 26, 0, truth);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyAnswered.selector, 26, 0));
        almanac.raise{value: 1}(EPOCH, honest, 26, 0, truth);
        // In a void epoch too: neither root fell.
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, address(0));
        almanac.settleDemand(EPOCH, honest, 26, 0, truth);
        assertEq(_free(stranger), 10 ether + almanac.demandBond());
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyAnswered.selector, 26, 0));
        almanac.raise{value: 1}(EPOCH, honest, 26, 0, truth);
    }

    /// @dev The slowest walk there is: begun in the last second, each answer in the last, each next demand too.
    function test_demand_aWalkThatBeginsInTheLastSecondIsWalkedToItsEnd() public {
        _both(truth, lie);
        (, uint256 token, uint256 run,) = grove.lieOf(lie);
        uint256 leaf = leafIndex(token, run);
        vm.warp(challengeEnds - 1);
        uint8[4] memory heights = [26, 19, 12, 6];
        for (uint256 i; i < 4; ++i) {
            if (i != 0) {
                // A sibling path that nobody asked about does not follow from it.
                Node memory other = grove.nodeAt(lie, 6, (leaf >> 6) ^ 1);
                if (i < 3) {
                    uint256 price = almanac.demandBond();
                    vm.expectRevert(
                        abi.encodeWithSelector(IAlmanac.DemandClosed.selector, EPOCH, challengeEnds)
                    );
                    almanac.demand{value: price}(EPOCH, liar, other);
                }
            }
            _demand(second, liar, grove.nodeAt(lie, heights[i], leaf >> heights[i]));
            vm.warp(block.timestamp + answerSeconds - 1);
            _answer(liar, liar, lie, heights[i], leaf >> heights[i]);
            vm.warp(block.timestamp + followUpSeconds - 1);
            vm.expectRevert();
            almanac.finalize(EPOCH, honest);
        }
        // By now everything is on chain. There is time for the intent's block, and no bare challenge.
        vm.expectRevert();
        this.tell(stranger, 0);
        _intend(second, lie, SALT);
        vm.roll(block.number + 1);
        _tell(second, liar, lie, SALT);
        vm.warp(block.timestamp + 1);
        almanac.finalize(EPOCH, honest);
        assertEq(almanac.epochOf(EPOCH).winner, honest);
    }

    function test_RevertWhen_aFollowingDemandComesASecondTooLate() public {
        _both(truth, lie);
        vm.warp(challengeEnds - 1);
        _demand(second, liar, grove.nodeAt(lie, 26, 0));
        vm.warp(block.timestamp + 100);
        _answer(liar, liar, lie, 26, 0);
        vm.warp(block.timestamp + followUpSeconds);
        Node memory n = grove.nodeAt(lie, 19, 0);
        uint256 price = almanac.demandBond();
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.DemandClosed.selector, EPOCH, challengeEnds)
        );
        almanac.demand{value: price}(EPOCH, liar, n);
        // Two roots stand.
        almanac.finalize(EPOCH, honest);
        assertTrue(almanac.epochOf(EPOCH).outcome == Outcome.Void);
    }

    function test_silence_waitsUntilAnAnswerIsPaidFor() public {
        bytes32 none = _grow(Lie.NoRoot, 3);
        _both(truth, none);
        Node memory n = grove.nodeAt(none, 26, 0);
        _demand(second, liar, n);
        uint256 bond = almanac.demandBond();
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.AnswerNotDue.selector, block.timestamp + answerSeconds)
        );
        almanac.silence(EPOCH, liar, 26, 0, none);
        vm.warp(block.timestamp + answerSeconds);
        vm.fee(500 gwei);
        uint256 due = 220_000 * 500 gwei;
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.DemandBelowGas.selector, bond, due));
        almanac.silence(EPOCH, liar, 26, 0, none);
        vm.prank(stranger);
        almanac.raise{value: due - bond}(EPOCH, liar, 26, 0, none);
        vm.prank(stranger);
        almanac.silence(EPOCH, liar, 26, 0, none);
        // Whoever calls, it is the demander's.
        assertEq(_standOf(liar).felledBy, second);
        almanac.settleDemand(EPOCH, liar, 26, 0, none);
        assertEq(_free(second), 10 ether + due);
    }

    function test_RevertWhen_anAnswerIsForAnotherPlaceOrRoot() public {
        _both(truth, lie);
        _demand(second, honest, grove.nodeAt(truth, 6, 3));
        bytes memory data = grove.answerOf(truth, 6, 3);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 6, 4));
        almanac.answer(EPOCH, honest, 6, 4, data);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 6, 3));
        almanac.answer(EPOCH, liar, 6, 3, data);
        uint256 alias_ = 3 + (1 << 20);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 6, alias_));
        almanac.answer(EPOCH, honest, 6, alias_, data);
        data[0] ^= 0x01;
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotDemanded.selector, 6, 3));
        almanac.answer(EPOCH, honest, 6, 3, data);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AnswerInvalid.selector, 0, 3072));
        almanac.answer(EPOCH, honest, 6, 3, "");
        assertEq(_standOf(honest).openDemands, 1);
    }

    // The end.

    function test_RevertWhen_anEpochIsFinalizedForAFallenRoot() public {
        _both(lie, truth);
        _tell(second, honest, lie, 0);
        vm.warp(challengeEnds);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, lie));
        almanac.finalize(EPOCH, honest);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotRevealed.selector, EPOCH, stranger));
        almanac.finalize(EPOCH, stranger);
        almanac.finalize(EPOCH, liar);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFinalized.selector, EPOCH));
        almanac.finalize(EPOCH, liar);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFinalized.selector, EPOCH));
        this.tell(second, SALT);
    }

    function test_finalize_anEpochThatNobodyRevealedInIsVoid() public {
        _commit(EPOCH, honest, truth);
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, honest);
        assertTrue(almanac.epochOf(EPOCH).outcome == Outcome.Void);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotRevealed.selector, EPOCH, honest));
        almanac.settle(EPOCH, honest);
        almanac.expire(EPOCH, honest);
        assertEq(almanac.accountOf(honest).locked, 0);
    }

    function test_finalize_severalRootsThatStandPayNobody() public {
        almanac.fund{value: 1 ether}();
        _both(truth, lie);
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, honest);
        almanac.settle(EPOCH, honest);
        almanac.settle(EPOCH, liar);
        assertEq(_free(honest), 10 ether);
        assertEq(_free(liar), 10 ether);
        assertEq(almanac.treasury(), 1 ether);
    }

    /// @dev Marks in the last two bits of a root: nothing that comes later may be misled by them.
    function test_settle_andWhatComesAfterIt() public {
        almanac.fund{value: 1 ether}();
        _both(truth, lie);
        _demand(second, honest, grove.nodeAt(truth, 26, 0));
        _answer(stranger, honest, truth, 26, 0);
        _tell(second, liar, lie, 0);
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, honest);
        almanac.settle(EPOCH, honest);
        almanac.settle(EPOCH, liar);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadySettled.selector));
        almanac.settle(EPOCH, honest);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadySettled.selector));
        almanac.settle(EPOCH, liar);
        // Named by keepers that are settled.
        almanac.settleDemand(EPOCH, honest, 26, 0, truth);
        almanac.claim(EPOCH, liar);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadySettled.selector));
        almanac.claim(EPOCH, liar);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.NotFallen.selector, truth));
        almanac.claim(EPOCH, honest);
        vm.expectRevert();
        almanac.expire(EPOCH, honest);
        assertEq(almanac.wordOf(EPOCH, honest).root, truth);
        assertTrue(almanac.wordOf(EPOCH, honest).settled);
        (, bytes32 root, address winner) = almanac.artworkAt(1, EPOCH);
        assertEq(root, truth);
        assertEq(winner, honest);
        (, root,) = almanac.artworkAt(2, EPOCH);
        assertEq(root, 0);

        assertEq(_free(honest), 10 ether + POT);
        assertEq(_free(liar), 10 ether - BOND);
        assertEq(_free(second), 10 ether + BOND / 2);
        assertEq(_free(stranger), 10 ether + almanac.demandBond());
        assertEq(address(0).balance, BOND / 2);
        uint256 owed = _free(honest) + _free(liar) + _free(second) + _free(stranger);
        assertEq(address(almanac).balance, owed + almanac.treasury());
    }

    function test_reveal_standingBehindALieIsShared() public {
        _commit(EPOCH, honest, truth);
        _commit(EPOCH, liar, lie);
        _commit(EPOCH, second, lie);
        vm.warp(commitEnds);
        _reveal(EPOCH, honest, truth);
        _reveal(EPOCH, liar, lie);
        _reveal(EPOCH, second, lie);
        vm.warp(revealEnds);
        assertEq(_standOf(second).keepers, 2);
        assertEq(_standOf(second).first, liar);
        // Named by either of them, once.
        _tell(stranger, second, lie, 0);
        assertTrue(_standOf(liar).fallen);
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, honest);
        almanac.claim(EPOCH, second);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadySettled.selector));
        almanac.claim(EPOCH, liar);
        assertEq(_free(stranger), 10 ether + BOND);
        assertEq(address(0).balance, BOND);
    }

    function test_finalize_shareIsRoundedDownAndTheRestStaysInTheTreasury() public {
        almanac.fund{value: 4}();
        _commit(EPOCH, honest, truth);
        _commit(EPOCH, liar, truth);
        _commit(EPOCH, second, truth);
        vm.warp(commitEnds);
        _reveal(EPOCH, honest, truth);
        _reveal(EPOCH, liar, truth);
        _reveal(EPOCH, second, truth);
        vm.warp(challengeEnds);
        almanac.finalize(EPOCH, second);
        assertEq(almanac.epochOf(EPOCH).share, 1);
        assertEq(almanac.treasury(), 1);
    }

    function test_expire_neitherRacesARevealNorComesTwice() public {
        _commit(EPOCH, honest, truth);
        _commit(EPOCH, liar, lie);
        vm.warp(revealEnds - 1);
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RevealsOpen.selector, EPOCH, revealEnds));
        almanac.expire(EPOCH, liar);
        _reveal(EPOCH, honest, truth);
        vm.warp(revealEnds);
        vm.expectRevert(
            abi.encodeWithSelector(IAlmanac.RevealClosed.selector, EPOCH, commitEnds, revealEnds)
        );
        this.reveal(liar, lie);
        vm.prank(stranger);
        almanac.expire(EPOCH, liar);
        assertEq(_free(liar), 10 ether - BOND / 4);
        assertEq(_free(stranger), 10 ether + BOND / 8);
        assertEq(address(0).balance, BOND / 8);
        vm.expectRevert();
        almanac.expire(EPOCH, liar);
        vm.expectRevert();
        almanac.expire(EPOCH, honest);
        // Nobody comes back into an epoch.
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.CommitClosed.selector, EPOCH, commitEnds));
        this.commit(liar, lie);
    }

    // For expectRevert: one call each.

    function tell(address by, bytes32 salt) external {
        _tell(by, almanac.wordOf(EPOCH, liar).root == lie ? liar : honest, lie, salt);
    }

    function reveal(address by, bytes32 root) external {
        _reveal(EPOCH, by, root);
    }

    function commit(address by, bytes32 root) external {
        _commit(EPOCH, by, root);
    }

    /// @dev Places all over a token and the next, the edge of the used runs among them.
    function _spread(uint256 i, uint256 height) private pure returns (uint256) {
        uint256 run = i < 12 ? 3594 + i : (i * 977) % 8192;
        return run >> height;
    }
}
