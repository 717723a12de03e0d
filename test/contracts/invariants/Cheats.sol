// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {
    Demand,
    EpochState,
    IAlmanac,
    Node,
    Outcome,
    Rules,
    Stand,
    Word
} from "../../../contracts/interfaces/IAlmanac.sol";
import {RUNS, SkyInputs, leafIndex} from "../../../contracts/types/MerkleLayout.sol";
import {Grove, Lie} from "../almanac/world/Grove.sol";
import {Stage} from "../almanac/world/Stage.sol";

/// @dev Takes its ether and comes again in the same breath.
contract Thief {
    IAlmanac private immutable almanac;

    constructor(IAlmanac almanac_) {
        almanac = almanac_;
    }

    receive() external payable {
        if (msg.value == 0) return;
        uint256 free = almanac.accountOf(address(this)).balance;
        (bool ok,) = address(almanac)
            .call(abi.encodeCall(IAlmanac.withdraw, (address(this), free == 0 ? msg.value : free)));
        // With nothing left there is nothing to take.
        require(free != 0 || !ok, "Thief: paid twice");
    }
}

/// @title One honest keeper, and four that try everything.
/// @dev The honest one does its duties at least every `MOST_PAUSE` seconds; none of them may ever fail. The others
/// commit to any lie, copy, withhold, challenge whatever they like with whatever they make up, demand, answer,
/// fall silent, withdraw, and call everything that anybody may call.
contract Cheats is Test {
    uint256 private constant CHEATS = 4;
    uint256 private constant MOST_OPEN = 3;
    uint256 private constant MOST_PAUSE = 300;
    uint256 private constant ANSWER_GAS = 220_000;

    struct Asked {
        uint256 epoch;
        bytes32 root;
        address keeper;
        uint256 height;
        uint256 index;
        bytes32 hash;
    }

    IAlmanac public immutable almanac;
    Stage private immutable stage;
    Grove private immutable grove;
    uint256 private immutable BOND;

    address public immutable honest = makeAddr("honest keeper");
    address[] public people;

    uint256[] public epochs;
    mapping(uint256 epoch => bytes32) public honestRoot;
    /// @dev What each committed to; only for a keeper's own memory.
    mapping(uint256 epoch => mapping(address => bytes32)) private _meant;
    /// @dev Every revealed root once, with one that revealed it.
    mapping(uint256 epoch => bytes32[]) private _roots;
    mapping(bytes32 root => address) public standsFor;
    mapping(uint256 epoch => bool) public isFinal;
    Asked[] public asked;
    mapping(bytes32 key => bool) private _isAsked;

    /// @dev All the ether that the honest keeper put in, onto its account or into demands.
    uint256 public honestIn;
    /// @dev What should have been burned by now.
    uint256 public burned;
    uint256 public immutable BURNED_BEFORE = address(0).balance;
    /// @dev How often each thing came about, so that a test can tell whether the handler still reaches it.
    mapping(string what => uint256) public times;

    uint256 private _clock = block.timestamp;
    uint256 private _block = block.number;

    constructor(IAlmanac almanac_, Stage stage_, Grove grove_) {
        (almanac, stage, grove) = (almanac_, stage_, grove_);
        BOND = almanac_.rules().bond;
        people.push(honest);
        for (uint256 i = 1; i < CHEATS; ++i) {
            people.push(makeAddr(string.concat("cheat ", vm.toString(i))));
        }
        people.push(address(new Thief(almanac_)));
        for (uint256 i; i < people.length; ++i) {
            vm.deal(people[i], 1e9 ether);
        }
    }

    // What anybody may do.

    /// @dev A new epoch, to which the honest keeper commits at once.
    function open(uint256 seed) external {
        _pass(seed);
        uint256 live;
        for (uint256 i; i < epochs.length; ++i) {
            if (!isFinal[epochs[i]]) ++live;
        }
        if (live >= MOST_OPEN) return;
        uint256 epoch = 70_000 + epochs.length;
        epochs.push(epoch);
        stage.accept(epoch, 1 + seed % 8 / 7);
        honestRoot[epoch] = grove.grow(almanac.jobOf(epoch), epoch, Lie.None, 0);
        if (almanac.accountOf(honest).balance < BOND) {
            honestIn += BOND;
            vm.prank(honest);
            almanac.deposit{value: BOND}(honest);
        }
        bytes32 commitment = _commitment(epoch, honest, honestRoot[epoch]);
        vm.prank(honest);
        almanac.commit(epoch, commitment);
        for (uint256 i; i < CHEATS; ++i) {
            uint256 own = uint256(keccak256(abi.encode(seed, i)));
            if (own % 3 != 0) _commit(people[1 + i], epoch, own >> 8, own >> 16);
        }
    }

    /// @dev A cheat commits to a lie, to the truth, or to what somebody else committed to.
    function commit(uint256 who, uint256 which, uint256 kind, uint256 seed) external {
        _pass(seed);
        (bool found, uint256 epoch) = _epoch(which);
        if (!found || isFinal[epoch]) return;
        address by = _cheat(who);
        if (kind % 16 != 15) return _commit(by, epoch, kind, seed);
        bytes32 theirs = almanac.wordOf(epoch, honest).commitment;
        assertFalse(_try(by, abi.encodeCall(IAlmanac.commit, (epoch, theirs))), "copied");
    }

    /// @dev What was committed to, or something better.
    function reveal(uint256 who, uint256 which, uint256 seed) external {
        _pass(seed);
        (bool found, uint256 epoch) = _epoch(which);
        if (!found) return;
        address by = _cheat(who);
        bytes32 root = _meant[epoch][by];
        if (seed % 8 == 0) {
            bool isOwn = root == honestRoot[epoch];
            root = honestRoot[epoch];
            if (!isOwn) {
                bytes memory other = _reveal(epoch, by, root);
                assertFalse(_try(by, other), "revealed what it never committed to");
                return;
            }
        }
        if (root == 0) return;
        if (_try(by, _reveal(epoch, by, root))) _revealed(epoch, by, root);
    }

    /// @dev A lie told without an intent, or something made up about any root.
    function challenge(uint256 who, uint256 which, uint256 what, uint256 seed) external {
        _pass(seed);
        (bool isFair, uint256 epoch, bytes32 root) = _standingLie();
        bool found = isFair && seed >> 8 & 1 == 0;
        isFair = found;
        if (!found) (found, epoch, root) = _root(which, what);
        if (!found) return;
        bytes memory call =
            isFair ? _strike(epoch, root, 0) : _madeUp(epoch, root, what >> 8, seed >> 9);
        if (call.length == 0) return;
        bool wasFallen = almanac.standOf(epoch, standsFor[root]).fallen;
        if (_try(_cheat(who), call)) {
            assertTrue(root != honestRoot[epoch], "an honest root fell");
            assertFalse(wasFallen, "a fallen root fell to a bare challenge");
            times["bare"] += 1;
        }
    }

    /// @dev Any node, or nearly: what is demanded of the honest root has to be answered.
    function demand(uint256 who, uint256 which, uint256 what, uint256 seed) external {
        _pass(seed);
        (bool found, uint256 epoch, bytes32 root) = _root(which, what);
        if (!found) return;
        (Lie lie,,,) = grove.lieOf(root);
        uint256 height = [uint256(26), 19, 12, 6][what % 4];
        if (lie == Lie.NoRoot) height = 26;
        if (seed % 16 == 15) height = (seed >> 4) % 26;
        uint256 index = height == 26 ? 0 : height >= 12 ? (seed >> 8) % 4 : (seed >> 8) % 192;
        if (height > 12) index = 0;
        if (height < 6) index = (seed >> 8) & 8191;
        Node memory n = grove.nodeAt(root, height, index);
        if (seed >> 16 & 7 == 0) n.hash ^= bytes32(1 + (seed >> 20) % 3);
        if (seed >> 16 & 7 == 1) n.index += (1 + (seed >> 20) % 5) << (26 - height);
        _demand(_cheat(who), epoch, root, n, almanac.demandBond() + seed % 3);
    }

    /// @dev What was demanded of a lie, answered by whom it does not concern, or badly.
    function answer(uint256 who, uint256 which, uint256 seed) external {
        _pass(seed);
        if (asked.length == 0) return;
        Asked memory a = asked[asked.length - 1 - which % 4 % asked.length];
        bytes memory data = grove.answerOf(a.root, a.height, a.index);
        if (data.length == 0) data = new bytes(4096);
        if (seed % 4 == 0) data[seed % data.length] ^= 0x01;
        uint256 index = a.index + (seed % 16 == 1 ? 1 << (26 - a.height) : 0);
        bytes memory call =
            abi.encodeCall(IAlmanac.answer, (a.epoch, a.keeper, a.height, index, data));
        if (_try(_cheat(who), call)) {
            assertTrue(seed % 4 != 0 && index == a.index, "a wrong answer counted");
            times["answered"] += 1;
        }
    }

    /// @dev Everything that is somebody else's business.
    function meddle(uint256 who, uint256 which, uint256 what, uint256 seed) external {
        _pass(seed);
        address by = _cheat(who);
        if (asked.length != 0 && what % 2 == 0) {
            Asked memory a = asked[which % asked.length];
            _meddleWith(by, a, what / 2, seed);
            return;
        }
        (bool found, uint256 epoch) = _epoch(which);
        if (!found) return;
        address keeper = people[seed % people.length];
        what = what / 2 % 6;
        if (seed % 4 != 0) (epoch, keeper) = _due(what, epoch, keeper);
        if (what == 0) {
            _expire(by, epoch, keeper);
        } else if (what == 1) {
            _finalize(by, epoch, keeper);
        } else if (what == 2) {
            _settle(by, epoch, keeper);
        } else if (what == 3) {
            _claim(by, epoch, keeper);
        } else if (what == 4) {
            if (_try(by, abi.encodeCall(IAlmanac.fund, ()), seed % 1 ether)) times["funded"] += 1;
        } else {
            uint256 free = almanac.accountOf(by).balance;
            uint256 amount = seed % 4 == 0 ? free + 1 : seed % 4 == 1 ? free : seed % (free + 1);
            bool ok = _try(by, abi.encodeCall(IAlmanac.withdraw, (by, amount)));
            assertEq(ok, amount <= free, "withdraw");
            if (ok && amount != 0) times["withdrawn"] += 1;
        }
    }

    /// @dev Time passes, and the honest keeper does what it must.
    function wait(uint256 seed) external {
        _pass(seed | 7);
        _pass(seed >> 8 | 7);
    }

    /// @dev Everything to its end: nothing may stay behind.
    function finish() external {
        for (uint256 i; i < 200 && !_isOver(); ++i) {
            _pass(7 | (0xff << 16));
        }
        for (uint256 i; i < asked.length; ++i) {
            Asked memory a = asked[i];
            if (!almanac.demandOf(a.epoch, a.root, a.height, a.index, a.hash).settled) {
                almanac.settleDemand(a.epoch, a.keeper, a.height, a.index, a.hash);
            }
        }
        for (uint256 i; i < epochs.length; ++i) {
            for (uint256 p; p < people.length; ++p) {
                Word memory said = almanac.wordOf(epochs[i], people[p]);
                if (said.commitment != 0) _expire(honest, epochs[i], people[p]);
                else if (said.root != 0 && !said.settled) _settle(honest, epochs[i], people[p]);
            }
            for (uint256 r; r < _roots[epochs[i]].length; ++r) {
                address keeper = standsFor[_roots[epochs[i]][r]];
                Stand memory stand = almanac.standOf(epochs[i], keeper);
                if (stand.fallen && !stand.claimed) _claim(honest, epochs[i], keeper);
            }
        }
    }

    // What the invariants ask.

    function epochCount() external view returns (uint256) {
        return epochs.length;
    }

    function askedCount() external view returns (uint256) {
        return asked.length;
    }

    function peopleCount() external view returns (uint256) {
        return people.length;
    }

    function rootsOf(uint256 epoch) external view returns (bytes32[] memory) {
        return _roots[epoch];
    }

    // The honest keeper.

    function _pass(uint256 seed) private {
        vm.roll(++_block);
        if (seed & 7 == 7) {
            _clock += 1 + (seed >> 16) % MOST_PAUSE;
            if (seed & 24 == 24) vm.fee(1 gwei + (seed >> 32) % 200 gwei);
        }
        vm.warp(_clock);
        for (uint256 i; i < epochs.length; ++i) {
            if (!isFinal[epochs[i]]) _attend(epochs[i]);
            else if (!almanac.wordOf(epochs[i], honest).settled) _settle(honest, epochs[i], honest);
        }
        assertEq(block.number, _block);
    }

    function _commit(address by, uint256 epoch, uint256 kind, uint256 seed) private {
        (uint256 commitEnds,,) = almanac.windowsOf(epoch);
        if (block.timestamp >= commitEnds || _meant[epoch][by] != 0) return;
        if (almanac.accountOf(by).balance < BOND && seed % 16 != 0) {
            vm.prank(by);
            almanac.deposit{value: BOND}(by);
        }
        Lie lie = Lie(kind % (uint256(type(Lie).max) + 1));
        // Few seeds, so that some stand behind the same lie.
        uint256 place = uint256(keccak256(abi.encode(epoch, seed % 3)));
        bytes32 root = lie == Lie.None
            ? honestRoot[epoch]
            : grove.grow(almanac.jobOf(epoch), epoch, lie, place);
        if (_try(by, abi.encodeCall(IAlmanac.commit, (epoch, _commitment(epoch, by, root))))) {
            _meant[epoch][by] = root;
        }
    }

    /// @dev Three of four times a cheat reveals without being told to.
    function _revealOthers(uint256 epoch) private {
        for (uint256 i = 1; i < people.length; ++i) {
            bytes32 root = _meant[epoch][people[i]];
            if (root == 0 || uint256(_salt(epoch, people[i])) % 4 == 0) continue;
            if (_try(people[i], _reveal(epoch, people[i], root))) {
                _revealed(epoch, people[i], root);
            }
        }
    }

    function _attend(uint256 epoch) private {
        (uint256 commitEnds, uint256 revealEnds, uint256 challengeEnds) = almanac.windowsOf(epoch);
        if (block.timestamp < commitEnds) return;
        if (block.timestamp < revealEnds) {
            _revealOthers(epoch);
            if (almanac.wordOf(epoch, honest).root != 0) return;
            _must(_reveal(epoch, honest, honestRoot[epoch]));
            _revealed(epoch, honest, honestRoot[epoch]);
            return;
        }
        for (uint256 i; i < asked.length; ++i) {
            if (asked[i].root == honestRoot[epoch]) _answer(asked[i]);
        }
        for (uint256 i; i < _roots[epoch].length; ++i) {
            if (_roots[epoch][i] != honestRoot[epoch]) {
                _pursue(epoch, _roots[epoch][i], challengeEnds);
            }
        }
        EpochState memory state = almanac.epochOf(epoch);
        bool isRipe = state.openDemands == 0 && block.timestamp >= challengeEnds + MOST_PAUSE
            && block.timestamp >= state.waitUntil;
        if (isRipe) assertTrue(_finalize(honest, epoch, honest), "not finalized");
    }

    function _answer(Asked memory a) private {
        Demand memory d = almanac.demandOf(a.epoch, a.root, a.height, a.index, a.hash);
        // Mostly late, so that others can answer in its place.
        if (d.answeredAt != 0 || block.timestamp + 2 * MOST_PAUSE < d.deadline) return;
        bytes memory data = grove.answerOf(a.root, a.height, a.index);
        vm.prank(honest);
        almanac.answer(a.epoch, honest, a.height, a.index, data);
        times["honest answer"] += 1;
    }

    /// @dev Intends, then strikes; where there is nothing to strike at, demands, then waits.
    function _pursue(uint256 epoch, bytes32 root, uint256 challengeEnds) private {
        Stand memory stand = almanac.standOf(epoch, standsFor[root]);
        if (stand.fallen && stand.intended) return;
        (bool isProvable, uint256 height, uint256 index) = _aim(epoch, root);
        if (!isProvable) {
            if (!stand.fallen) _insist(epoch, root, height, index, challengeEnds);
            return;
        }
        bytes32 salt = keccak256(abi.encode("intent", root));
        bytes32 intent = almanac.hashIntent(epoch, root, height, index, honest, salt);
        uint256 since = almanac.intentOf(intent);
        if (stand.fallen) {
            if (since == 0 || since >= stand.fellAt) return;
            times["taken over"] += 1;
        } else if (since == 0) {
            vm.prank(honest);
            almanac.intend(intent);
            return;
        } else if (since == block.number) {
            return;
        } else if (
            block.number <= since + uint256(root >> 128) % 12
                && block.timestamp + 3 * MOST_PAUSE < challengeEnds
        ) {
            // It takes its time, so that others can strike first, without an intent.
            return;
        }
        _must(_strike(epoch, root, salt));
        assertEq(almanac.standOf(epoch, standsFor[root]).felledBy, honest);
        times["intended"] += 1;
    }

    function _insist(
        uint256 epoch,
        bytes32 root,
        uint256 height,
        uint256 index,
        uint256 challengeEnds
    ) private {
        Node memory n = grove.nodeAt(root, height, index);
        Demand memory d = almanac.demandOf(epoch, root, height, index, n.hash);
        if (d.demander == address(0)) {
            assertLt(block.timestamp, challengeEnds, "it came too late");
            uint256 price = almanac.demandBond();
            honestIn += price;
            assertTrue(_demand(honest, epoch, root, n, price), "a demand was refused");
            return;
        }
        assertEq(d.answeredAt, 0, "nobody knew that");
        if (block.timestamp < d.deadline) return;
        uint256 least = ANSWER_GAS * block.basefee;
        if (d.bond < least) {
            honestIn += least - d.bond;
            vm.prank(honest);
            almanac.raise{value: least - d.bond}(epoch, standsFor[root], height, index, n.hash);
            times["raised"] += 1;
        }
        vm.prank(honest);
        almanac.silence(epoch, standsFor[root], height, index, n.hash);
        times["silenced"] += 1;
    }

    // How a root is struck.

    /// @dev The node that an intent names, or a demand where only silence can tell.
    function _aim(uint256 epoch, bytes32 root)
        private
        view
        returns (bool isProvable, uint256 height, uint256 index)
    {
        (Lie lie, uint256 token, uint256 run,) = grove.lieOf(root);
        if (lie == Lie.NoRuns) return (false, 6, leafIndex(token, run) >> 6);
        if (lie == Lie.NoToken) return (false, 12, token);
        if (lie == Lie.NoRoot) return (false, 26, 0);
        if (lie == Lie.Run) return (true, 0, leafIndex(token, run));
        if (lie == Lie.Inputs) return (true, 12, token);
        if (lie == Lie.Unborn) return (true, 12, stage.supplyAt(epoch));
        return (true, 6, leafIndex(token, run) >> 6);
    }

    function _strike(uint256 epoch, bytes32 root, bytes32 salt)
        private
        view
        returns (bytes memory)
    {
        (Lie lie, uint256 token, uint256 run,) = grove.lieOf(root);
        address keeper = standsFor[root];
        if (lie == Lie.Run) {
            Node memory n = grove.nodeAt(root, 0, leafIndex(token, run));
            bytes memory pixels = grove.pixelsOf(root, token, run);
            return abi.encodeCall(
                IAlmanac.challenge, (epoch, keeper, token, run, pixels, n.inputs, n.path, salt)
            );
        }
        if (lie == Lie.Inputs) {
            Node memory n = grove.nodeAt(root, 12, token);
            bytes32 runs = grove.runsOf(root, token);
            return abi.encodeCall(
                IAlmanac.challengeInputs, (epoch, keeper, token, n.inputs, runs, n.path, salt)
            );
        }
        if (lie != Lie.Unborn && lie != Lie.Unused) return "";
        (, uint256 height, uint256 index) = _aim(epoch, root);
        Node memory node = grove.nodeAt(root, height, index);
        return abi.encodeCall(IAlmanac.challengePadding, (epoch, keeper, node, salt));
    }

    /// @dev A challenge that must not fell an honest root, however it is turned.
    function _madeUp(uint256 epoch, bytes32 root, uint256 what, uint256 seed)
        private
        view
        returns (bytes memory)
    {
        address keeper = standsFor[root];
        (Lie lie,,,) = grove.lieOf(root);
        if (lie == Lie.NoRoot) return "";
        uint256 supply = stage.supplyAt(epoch);
        uint256 token = seed % supply;
        if (what % 3 == 0) {
            uint256 run = (seed >> 8) % RUNS;
            Node memory n = grove.nodeAt(root, 0, leafIndex(token, run));
            bytes memory pixels = grove.pixelsOf(root, token, run);
            uint256 turn = (seed >> 32) % 8;
            if (turn == 0) pixels[seed % 48] ^= 0x80;
            else if (turn == 1) token += ((seed >> 40) % 4 + 1) << 14;
            else if (turn == 2) run += ((seed >> 40) % 4 + 1) << 12;
            else if (turn == 3) n.inputs.condition ^= bytes32(uint256(1));
            else if (turn == 4) pixels = abi.encodePacked(pixels, bytes1(0));
            else if (turn == 5) run = (run + 1) % RUNS;
            else if (turn == 6) n.path = _resized(n.path, (seed >> 40) % 30);
            return abi.encodeCall(
                IAlmanac.challenge, (epoch, keeper, token, run, pixels, n.inputs, n.path, 0)
            );
        }
        if (what % 3 == 1) {
            Node memory n = grove.nodeAt(root, 12, token);
            bytes32 runs = grove.runsOf(root, token);
            uint256 turn = (seed >> 32) % 5;
            if (turn == 0) token += ((seed >> 40) % 4 + 1) << 14;
            else if (turn == 1) n.inputs.latent ^= bytes32(uint256(1));
            else if (turn == 2) runs ^= bytes32(uint256(1));
            else if (turn == 3) n.path = _resized(n.path, (seed >> 40) % 30);
            return abi.encodeCall(
                IAlmanac.challengeInputs, (epoch, keeper, token, n.inputs, runs, n.path, 0)
            );
        }
        uint256 height = (seed >> 8) % 27;
        uint256 index = height < 12 ? (seed >> 16) % (supply << (12 - height)) : (seed >> 16) % 4;
        if (height > 12) index = 0;
        Node memory node = grove.nodeAt(root, height, index);
        uint256 twist = (seed >> 32) % 6;
        if (twist == 0) node.index += (1 << (26 - height)) * (1 + (seed >> 40) % 9);
        else if (twist == 1) node.hash ^= bytes32(1 + (seed >> 40) % 3);
        else if (twist == 2) node.index = type(uint256).max - node.index;
        else if (twist == 3) node.height = 256 + height;
        else if (twist == 4) node.path = _resized(node.path, (seed >> 40) % 30);
        return abi.encodeCall(IAlmanac.challengePadding, (epoch, keeper, node, 0));
    }

    function _resized(bytes32[] memory path, uint256 length)
        private
        pure
        returns (bytes32[] memory other)
    {
        other = new bytes32[](length);
        for (uint256 i; i < length && i < path.length; ++i) {
            other[i] = path[i];
        }
    }

    // Calls, and what is noted of them.

    function _demand(address by, uint256 epoch, bytes32 root, Node memory n, uint256 price)
        private
        returns (bool ok)
    {
        address keeper = standsFor[root];
        ok = _try(by, abi.encodeCall(IAlmanac.demand, (epoch, keeper, n)), price);
        if (!ok) return ok;
        bytes32 key = keccak256(abi.encode(epoch, root, n.height, n.index, n.hash));
        assertFalse(_isAsked[key], "demanded twice");
        _isAsked[key] = true;
        asked.push(Asked(epoch, root, keeper, n.height, n.index, n.hash));
        times["demanded"] += 1;
    }

    function _meddleWith(address by, Asked memory a, uint256 what, uint256 seed) private {
        if (seed % 8 == 0) a.index += 1;
        Demand memory d = almanac.demandOf(a.epoch, a.root, a.height, a.index, a.hash);
        if (what % 3 == 0) {
            bytes memory call = abi.encodeCall(
                IAlmanac.settleDemand, (a.epoch, a.keeper, a.height, a.index, a.hash)
            );
            if (_try(by, call)) {
                assertFalse(d.settled, "settled twice");
                times["demand settled"] += 1;
            }
        } else if (what % 3 == 1) {
            bytes memory call =
                abi.encodeCall(IAlmanac.silence, (a.epoch, a.keeper, a.height, a.index, a.hash));
            if (_try(by, call)) {
                assertTrue(a.root != honestRoot[a.epoch], "an honest root fell to silence");
                assertGe(block.timestamp, d.deadline);
                assertGe(d.bond, ANSWER_GAS * block.basefee);
                times["silenced"] += 1;
            }
        } else {
            bytes memory call =
                abi.encodeCall(IAlmanac.raise, (a.epoch, a.keeper, a.height, a.index, a.hash));
            if (_try(by, call, 1 + seed % 0.01 ether)) {
                assertFalse(d.settled, "raised what was settled");
                assertEq(d.answeredAt, 0, "raised what was answered");
                times["raised"] += 1;
            }
        }
    }

    function _expire(address by, uint256 epoch, address keeper) private {
        Word memory said = almanac.wordOf(epoch, keeper);
        if (!_try(by, abi.encodeCall(IAlmanac.expire, (epoch, keeper)))) return;
        assertTrue(said.commitment != 0, "expired without a commitment");
        assertTrue(keeper != honest, "an honest keeper expired");
        burned += BOND / 4 - BOND / 4 / 2;
        times["expired"] += 1;
    }

    function _finalize(address by, uint256 epoch, address hint) private returns (bool ok) {
        EpochState memory before = almanac.epochOf(epoch);
        ok = _try(by, abi.encodeCall(IAlmanac.finalize, (epoch, hint)));
        if (!ok) return ok;
        assertFalse(isFinal[epoch], "finalized twice");
        isFinal[epoch] = true;
        (,, uint256 challengeEnds) = almanac.windowsOf(epoch);
        assertGe(block.timestamp, challengeEnds);
        assertGe(block.timestamp, before.waitUntil);
        // No demand on a root that stands waits.
        for (uint256 i; i < asked.length; ++i) {
            Asked memory a = asked[i];
            if (a.epoch != epoch || almanac.standOf(epoch, a.keeper).fallen) continue;
            Demand memory d = almanac.demandOf(epoch, a.root, a.height, a.index, a.hash);
            assertTrue(d.answeredAt != 0, "finalized with an open demand");
        }
        // Each lie was found in time, so the honest root is what the epoch was decided for.
        (Outcome outcome, bytes32 root,) = almanac.artworkAt(0, epoch);
        assertTrue(outcome == Outcome.Decided, "not decided");
        assertEq(root, honestRoot[epoch]);
        times["finalized"] += 1;
    }

    function _settle(address by, uint256 epoch, address keeper) private {
        Word memory said = almanac.wordOf(epoch, keeper);
        if (!_try(by, abi.encodeCall(IAlmanac.settle, (epoch, keeper)))) {
            assertTrue(keeper != honest || !isFinal[epoch] || said.settled, "honest, not settled");
            return;
        }
        assertTrue(isFinal[epoch] && said.root != 0 && !said.settled, "settled what was not due");
        times["settled"] += 1;
    }

    function _claim(address by, uint256 epoch, address keeper) private {
        if (!_try(by, abi.encodeCall(IAlmanac.claim, (epoch, keeper)))) return;
        assertTrue(isFinal[epoch], "claimed before the end");
        Stand memory stand = almanac.standOf(epoch, keeper);
        assertTrue(stand.fallen && stand.claimed);
        uint256 all = stand.keepers * BOND;
        burned += all - all / 2;
        times["claimed"] += 1;
    }

    function _revealed(uint256 epoch, address by, bytes32 root) private {
        times["revealed"] += 1;
        if (standsFor[root] != address(0)) return;
        standsFor[root] = by;
        _roots[epoch].push(root);
    }

    function _commitment(uint256 epoch, address by, bytes32 root) private view returns (bytes32) {
        return almanac.hashCommitment(epoch, root, hex"0155", _salt(epoch, by), by);
    }

    function _reveal(uint256 epoch, address by, bytes32 root) private pure returns (bytes memory) {
        return abi.encodeCall(IAlmanac.reveal, (epoch, root, hex"0155", _salt(epoch, by)));
    }

    function _salt(uint256 epoch, address by) private pure returns (bytes32) {
        return keccak256(abi.encode(epoch, by));
    }

    /// @dev What the honest keeper does may not fail; where it does, the reason is told.
    function _must(bytes memory call) private {
        vm.prank(honest);
        (bool ok, bytes memory reason) = address(almanac).call(call);
        if (ok) return;
        assembly {
            revert(add(reason, 32), mload(reason))
        }
    }

    function _try(address by, bytes memory call) private returns (bool) {
        return _try(by, call, 0);
    }

    function _try(address by, bytes memory call, uint256 value) private returns (bool ok) {
        vm.prank(by);
        (ok,) = address(almanac).call{value: value}(call);
    }

    function _cheat(uint256 who) private view returns (address) {
        return people[1 + who % CHEATS];
    }

    /// @dev One of the latest, or any.
    function _epoch(uint256 which) private view returns (bool, uint256) {
        uint256 count = epochs.length;
        if (count == 0) return (false, 0);
        uint256 back = which % 3 == 0 ? (which >> 3) % count : (which >> 3) % 3;
        return (true, epochs[back < count ? count - 1 - back : 0]);
    }

    function _root(uint256 which, uint256 what)
        private
        view
        returns (bool found, uint256 epoch, bytes32 root)
    {
        (found, epoch) = _epoch(which);
        // Mostly of an epoch that is not judged yet.
        for (uint256 i; i < epochs.length && which % 8 != 0 && !_isJudging(epoch); ++i) {
            epoch = epochs[i];
        }
        uint256 count = found ? _roots[epoch].length : 0;
        if (count == 0) return (false, 0, 0);
        return (true, epoch, _roots[epoch][(what >> 4) % count]);
    }

    /// @dev Whose turn it is to be expired, settled or claimed from; the same as before where it is nobody's.
    function _due(uint256 what, uint256 epoch, address keeper)
        private
        view
        returns (uint256, address)
    {
        for (uint256 i = epochs.length; what < 4 && i != 0; --i) {
            for (uint256 p; p < people.length; ++p) {
                Word memory said = almanac.wordOf(epochs[i - 1], people[p]);
                if (what == 0 && said.commitment != 0) {
                    (, uint256 revealEnds,) = almanac.windowsOf(epochs[i - 1]);
                    if (block.timestamp >= revealEnds) return (epochs[i - 1], people[p]);
                }
                if (said.root == 0 || !isFinal[epochs[i - 1]]) continue;
                if (what == 2 && !said.settled) return (epochs[i - 1], people[p]);
                if (what != 3) continue;
                Stand memory stand = almanac.standOf(epochs[i - 1], people[p]);
                if (stand.fallen && !stand.claimed) return (epochs[i - 1], people[p]);
            }
        }
        return (epoch, keeper);
    }

    function _isJudging(uint256 epoch) private view returns (bool) {
        (, uint256 revealEnds,) = almanac.windowsOf(epoch);
        return !isFinal[epoch] && block.timestamp >= revealEnds;
    }

    /// @dev One that a challenge proves, now.
    function _standingLie() private view returns (bool, uint256 epoch, bytes32 root) {
        for (uint256 i; i < epochs.length; ++i) {
            epoch = epochs[i];
            if (!_isJudging(epoch)) continue;
            for (uint256 r; r < _roots[epoch].length; ++r) {
                root = _roots[epoch][r];
                if (root == honestRoot[epoch]) continue;
                (bool isProvable,,) = _aim(epoch, root);
                if (isProvable && !almanac.standOf(epoch, standsFor[root]).fallen) {
                    return (true, epoch, root);
                }
            }
        }
        return (false, 0, 0);
    }

    function _isOver() private view returns (bool) {
        for (uint256 i; i < epochs.length; ++i) {
            if (!isFinal[epochs[i]]) return false;
        }
        return true;
    }
}
