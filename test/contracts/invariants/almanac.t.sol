// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibClone} from "solady/utils/LibClone.sol";
import {Test} from "forge-std/Test.sol";

import {Almanac} from "../../../contracts/Almanac.sol";
import {
    Account as KeeperAccount,
    Demand,
    IAlmanac,
    Outcome,
    Rules,
    Stand,
    Word
} from "../../../contracts/interfaces/IAlmanac.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Grove} from "../almanac/world/Grove.sol";
import {Stage} from "../almanac/world/Stage.sol";
import {Cheats} from "./Cheats.sol";

/// @dev What holds of the almanac whatever keepers try. `Cheats` itself asserts, call by call, that no honest root
/// falls, that no lie stands, and that nothing is finalized too early, settled twice or answered wrongly.
/// forge-config: default.invariant.runs = 4
/// forge-config: default.invariant.depth = 96
/// forge-config: long.invariant.runs = 1100
/// forge-config: long.invariant.depth = 200
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: long.invariant.fail-on-revert = true
contract AlmanacInvariant is Test {
    uint96 private constant BOND = 0.2 ether;
    uint256 private constant FUNDED = 0.03 ether;

    IAlmanac private almanac;
    Cheats private cheats;

    function setUp() public {
        vm.warp(1_700_000_000);
        vm.roll(1000);
        vm.fee(10 gwei);
        Stage stage = new Stage();
        Rules memory rules = Rules({
            commitSeconds: 700,
            revealSeconds: 400,
            challengeSeconds: 2000,
            answerSeconds: 900,
            followUpSeconds: 350,
            bond: BOND,
            pot: 0.005 ether,
            demandFloor: 0.005 ether
        });
        address logic =
            address(new Almanac(rules, IClimate(address(stage)), IHeliotrope(address(stage))));
        almanac = IAlmanac(LibClone.deployERC1967(logic));
        cheats = new Cheats(almanac, stage, new Grove(stage));
        vm.deal(address(this), FUNDED);
        // Soon empty, so that epochs end with and without a pot.
        almanac.fund{value: FUNDED}();
        targetContract(address(cheats));
        bytes4[] memory calls = new bytes4[](8);
        calls[0] = Cheats.open.selector;
        calls[1] = Cheats.commit.selector;
        calls[2] = Cheats.reveal.selector;
        calls[3] = Cheats.challenge.selector;
        calls[4] = Cheats.demand.selector;
        calls[5] = Cheats.answer.selector;
        calls[6] = Cheats.meddle.selector;
        calls[7] = Cheats.wait.selector;
        targetSelector(FuzzSelector(address(cheats), calls));
    }

    function invariant_everyBondIsAccountedForAndTheHonestKeeperNeverLoses() public view {
        uint256 held = _onAccounts() + almanac.treasury() + _behindRoots() + _inDemands();
        assertEq(address(almanac).balance, held, "held");
        assertEq(address(0).balance - cheats.BURNED_BEFORE(), cheats.burned(), "burned");
        assertGe(_wealth(cheats.honest()), cheats.honestIn(), "the honest keeper lost");
    }

    function afterInvariant() public {
        _finish();
    }

    /// @dev What the handler reaches in one long run: were it to reach less, the invariants would say less.
    function test_handler_reachesEverything() public {
        vm.pauseGasMetering();
        for (uint256 i; i < 1000; ++i) {
            uint256 a = uint256(keccak256(abi.encode(i)));
            uint256 b = uint256(keccak256(abi.encode(a)));
            uint256 c = uint256(keccak256(abi.encode(b)));
            uint256 d = uint256(keccak256(abi.encode(c)));
            uint256 kind = d % 8;
            d >>= 8;
            if (kind == 0) cheats.open(a);
            else if (kind == 1) cheats.commit(a, b, c, d);
            else if (kind == 2) cheats.reveal(a, b, d);
            else if (kind == 3) cheats.challenge(a, b, c, d);
            else if (kind == 4) cheats.demand(a, b, c, d);
            else if (kind == 5) cheats.answer(a, b, d);
            else if (kind == 6) cheats.meddle(a, b, c, d);
            else cheats.wait(d);
        }
        string[16] memory things = [
            "revealed",
            "bare",
            "taken over",
            "intended",
            "demanded",
            "honest answer",
            "answered",
            "raised",
            "silenced",
            "expired",
            "finalized",
            "settled",
            "claimed",
            "demand settled",
            "funded",
            "withdrawn"
        ];
        for (uint256 i; i < things.length; ++i) {
            emit log_named_uint(things[i], cheats.times(things[i]));
            assertGt(cheats.times(things[i]), 0, things[i]);
        }
        invariant_everyBondIsAccountedForAndTheHonestKeeperNeverLoses();
        _finish();
    }

    /// @dev Once everything is judged, settled and claimed, all that is left is somebody's.
    function _finish() private {
        cheats.finish();
        invariant_everyBondIsAccountedForAndTheHonestKeeperNeverLoses();
        assertEq(address(almanac).balance, _onAccounts() + almanac.treasury(), "stuck");
        for (uint256 i; i < cheats.peopleCount(); ++i) {
            address who = cheats.people(i);
            KeeperAccount memory account = almanac.accountOf(who);
            assertEq(account.locked, 0, "locked for ever");
            vm.prank(who);
            almanac.withdraw(makeAddr("purse"), account.balance);
        }
        assertEq(address(almanac).balance, almanac.treasury());
    }

    function _onAccounts() private view returns (uint256 sum) {
        uint256 count = almanac.accountCount();
        for (uint256 i = 1; i <= count; ++i) {
            sum += almanac.accountOf(almanac.accountAt(i)).balance;
        }
    }

    /// @dev Bonds of commits, of roots, and what winners have yet to be paid. And no root without its bonds: each
    /// keeper behind one has as many locked as it has words that are not settled.
    function _behindRoots() private view returns (uint256 sum) {
        uint256 people = cheats.peopleCount();
        uint256[] memory locked = new uint256[](people);
        for (uint256 e; e < cheats.epochCount(); ++e) {
            uint256 epoch = cheats.epochs(e);
            for (uint256 p; p < people; ++p) {
                (uint256 due, bool isLocked) = _of(epoch, cheats.people(p));
                sum += due;
                if (isLocked) locked[p] += 1;
            }
            sum += _fallenOf(epoch);
        }
        for (uint256 p; p < people; ++p) {
            assertEq(almanac.accountOf(cheats.people(p)).locked, locked[p], "locked");
        }
    }

    function _of(uint256 epoch, address keeper) private view returns (uint256 due, bool isLocked) {
        Word memory said = almanac.wordOf(epoch, keeper);
        if (said.commitment != 0) return (BOND, true);
        if (said.root == 0 || said.settled) return (0, false);
        isLocked = true;
        if (almanac.standOf(epoch, keeper).fallen) return (0, isLocked);
        due = BOND;
        if (almanac.epochOf(epoch).outcome == Outcome.Decided) due += almanac.epochOf(epoch).share;
    }

    function _fallenOf(uint256 epoch) private view returns (uint256 sum) {
        bytes32[] memory roots = cheats.rootsOf(epoch);
        uint256 standing;
        uint256 open;
        for (uint256 r; r < roots.length; ++r) {
            Stand memory stand = almanac.standOf(epoch, cheats.standsFor(roots[r]));
            uint256 behind;
            for (uint256 p; p < cheats.peopleCount(); ++p) {
                if (almanac.wordOf(epoch, cheats.people(p)).root == roots[r]) ++behind;
            }
            assertEq(stand.keepers, behind, "behind a root");
            if (stand.fallen && !stand.claimed) sum += behind * BOND;
            if (!stand.fallen) {
                ++standing;
                open += stand.openDemands;
            }
        }
        assertEq(almanac.epochOf(epoch).standing, standing, "standing");
        assertEq(almanac.epochOf(epoch).openDemands, open, "open demands");
    }

    function _inDemands() private view returns (uint256 sum) {
        for (uint256 i; i < cheats.askedCount(); ++i) {
            Demand memory d = _asked(i);
            if (!d.settled) sum += d.bond;
        }
    }

    /// @dev On its account, locked, and in demands that it will have back.
    function _wealth(address who) private view returns (uint256 sum) {
        KeeperAccount memory account = almanac.accountOf(who);
        sum = account.balance + account.locked * uint256(BOND);
        for (uint256 i; i < cheats.askedCount(); ++i) {
            Demand memory d = _asked(i);
            if (d.demander == who && !d.settled) sum += d.bond;
        }
    }

    function _asked(uint256 i) private view returns (Demand memory) {
        (uint256 epoch, bytes32 root,, uint256 height, uint256 index, bytes32 hash) =
            cheats.asked(i);
        return almanac.demandOf(epoch, root, height, index, hash);
    }
}
