// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Genomes} from "../../../contracts/Genomes.sol";
import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {Genome} from "../../../contracts/types/Genome.sol";
import {Fixture} from "../Fixture.sol";

/// @title What people do with plants, in any order, and what was known about each when it was born.
contract Actors is Test {
    /// @dev What must never change again about a plant.
    struct Birth {
        Genome genome;
        uint40 epoch;
    }

    address[3] public people = [address(0xa11ce), address(0xb0b), address(0xca401)];
    Birth[] public births;
    /// @dev Plants minted and burned, and minted to each person.
    uint256 public minted;
    uint256 public burned;
    mapping(address person => uint256) public given;
    /// @dev Wei that came in, by purchases and otherwise, and that went out.
    uint256 public received;
    uint256 public paid;
    /// @dev Epochs whose instant has passed, and how many plants had been born by each.
    uint256[] public epochs;
    mapping(uint256 epoch => uint256) public supplies;

    Heliotrope private immutable token;
    Genomes private immutable genomes;
    InvariantFixture private immutable world;
    // The blocks and the clock of this run: each call starts from those of the call before it.
    uint256 private height = 1000;
    uint256 private time;

    constructor(Heliotrope token_, Genomes genomes_) {
        token = token_;
        genomes = genomes_;
        world = InvariantFixture(msg.sender);
        time = block.timestamp;
        _note();
    }

    modifier after_(uint256 blocks) {
        uint256 epoch = time / 25_200;
        height += blocks % 41;
        time += blocks % 41 * 600;
        vm.roll(height);
        vm.warp(time);
        if (time / 25_200 != epoch) _note();
        _;
    }

    function mint(uint256 who, uint256 quantity, uint256 blocks) external after_(blocks) {
        address person = people[who % 3];
        quantity = 1 + quantity % 10;
        uint256 due = token.price() * quantity;
        uint256 extra = blocks % 3;
        vm.deal(person, due + extra);
        vm.prank(person);
        (bool ok,) = address(token).call{value: due + extra}(abi.encodeCall(token.mint, (quantity)));
        // What was given counts too.
        bool isWithin = given[person] + quantity <= token.shop().walletLimit();
        assertEq(ok, isWithin, "the wallet's limit");
        if (!ok) return;
        assertEq(person.balance, extra, "what is too much comes back");
        given[person] += quantity;
        received += due;
        minted += quantity;
    }

    /// @dev Free plants: their rewards are not paid for.
    function give(uint256 to, uint256 quantity, uint256 blocks) external after_(blocks) {
        quantity = 1 + quantity % 10;
        if (token.shop().reserve() < quantity) return;
        vm.prank(token.owner());
        token.mintReserve(people[to % 3], quantity, 65_535);
        given[people[to % 3]] += quantity;
        minted += quantity;
    }

    function claim(uint256 who, uint256 blocks) external after_(blocks) {
        address person = people[who % 3];
        uint256 owed = token.rewardOf(person);
        if (owed == 0) return;
        uint256 before = address(this).balance;
        vm.prank(person);
        token.claimReward(address(this));
        assertEq(address(this).balance - before, owed);
        paid += owed;
    }

    function withdraw(uint256 blocks) external after_(blocks) {
        uint256 before = address(token).balance;
        (bool ok,) = address(token).call(abi.encodeCall(token.withdraw, ()));
        if (!ok) return;
        paid += before - address(token).balance;
        uint256 waiting = minted - genomes.germinated();
        uint256 kept = token.rewardsOwed() + waiting * token.germinationReward();
        assertGe(address(token).balance, kept, "rewards were taken");
    }

    /// @dev Ether that nobody asked for.
    function force(uint64 amount, uint256 blocks) external after_(blocks) {
        vm.deal(address(token), address(token).balance + amount);
        received += amount;
    }

    receive() external payable {}

    function burn(uint256 id, uint256 blocks) external after_(blocks) {
        address holder = _holder(id);
        if (holder == address(0)) return;
        vm.prank(holder);
        token.burn(id % minted);
        burned += 1;
    }

    function pass(uint256 id, uint256 to, uint256 blocks) external after_(blocks) {
        address holder = _holder(id);
        if (holder == address(0)) return;
        id %= minted;
        vm.startPrank(holder);
        token.approve(people[to % 2], id);
        token.transferFrom(holder, people[to % 3], id);
        vm.stopPrank();
        assertEq(token.getApproved(id), address(0), "an approval outlived the transfer");
    }

    function germinate(bytes32 randao, uint256 most, uint256 blocks) external after_(blocks) {
        (,, bool ripe, bool proven) = genomes.pendingBatch();
        if (!ripe) return;
        bytes memory header = proven ? bytes("") : world.ripen(randao);
        vm.prank(people[most % 3]);
        genomes.germinate(header, 1 + most % 30);
        while (births.length < genomes.germinated()) {
            uint256 id = births.length;
            births.push(Birth(genomes.genomeOf(id), genomes.birthEpochOf(id)));
        }
    }

    function birthCount() external view returns (uint256) {
        return births.length;
    }

    function epochCount() external view returns (uint256) {
        return epochs.length;
    }

    /// @dev The holder of a plant, or zero.
    function _holder(uint256 id) private view returns (address) {
        if (minted == 0) return address(0);
        try token.ownerOf(id % minted) returns (address holder) {
            return holder;
        } catch {
            return address(0);
        }
    }

    /// @dev The instant of the present epoch has passed: its supply is settled.
    function _note() private {
        uint256 epoch = time / 25_200;
        epochs.push(epoch);
        supplies[epoch] = genomes.supplyAt(epoch);
    }
}

/// @title A fixture that lends its actors the chain's memory of blocks.
abstract contract InvariantFixture is Fixture {
    Actors internal actors;

    function setUp() public override {
        super.setUp();
        actors = new Actors(token, genomes);
        targetContract(address(actors));
    }

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        // Both are met in a run.
        settings.terms.sale.walletLimit = 40;
        settings.terms.reserve = 30;
    }

    /// @notice Makes the chain remember the pending batch's target with `randao`.
    function ripen(bytes32 randao) external returns (bytes memory header) {
        return _ripen(randao);
    }
}
