// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genomes} from "../../../contracts/Genomes.sol";
import {IGenomes} from "../../../contracts/interfaces/IGenomes.sol";
import {DRAWN, IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {Genome, express} from "../../../contracts/types/Genome.sol";
import {Fixture} from "../Fixture.sol";

/// @dev A token that germinates on, from inside the call that tells it of a birth.
contract HostileToken {
    uint64 private constant TARGET = 1024;

    uint256 public supply = 40;
    uint256 public homes;
    uint256 private _left = 3;

    function batchFrom(uint256 first, uint256 limit) external view returns (uint256, uint64) {
        if (first >= supply) return (0, 0);
        uint256 count = supply - first;
        return (count < limit ? count : limit, TARGET);
    }

    function homesIn(uint256, uint256 count) external view returns (uint16[] memory list) {
        list = new uint16[](homes == 0 ? count : homes);
        for (uint256 i; i < list.length; ++i) {
            list[i] = DRAWN;
        }
    }

    function announceBirth(uint256, uint256, address) external {
        if (_left == 0) return;
        --_left;
        IGenomes(msg.sender).germinate("", 4);
    }

    function giveHomes(uint256 count) external {
        homes = count;
    }
}

/// @dev Who calls, when, how often and with what must not matter to what is born.
contract GenomesAbuseTest is Fixture {
    bytes32 private constant RANDAO = keccak256("chance");

    function test_germinate_aTokenThatReentersWritesTheNextPages() public {
        HostileToken hostile = new HostileToken();
        Genomes nursery = new Genomes(IHeliotrope(address(hostile)), climate, true);
        bytes memory header = _header(RANDAO);
        vm.roll(1030);
        vm.setBlockhash(1024, keccak256(header));
        assertEq(nursery.germinate(header, 5), 5);
        assertEq(nursery.pageCount(), 4);
        assertEq(nursery.germinated(), 5 + 3 * 4);
        bytes32 entropy =
            keccak256(abi.encode(block.chainid, address(nursery), uint256(1024), RANDAO));
        uint256 next;
        for (uint256 page; page < 4; ++page) {
            (uint32 first,, Genome[] memory all) = nursery.genomesIn(page);
            assertEq(first, next);
            for (uint256 i; i < all.length; ++i) {
                bytes32 expected = Genome.unwrap(express(entropy, next, 2, DRAWN));
                assertEq(Genome.unwrap(all[i]), expected);
                assertEq(Genome.unwrap(nursery.genomeOf(next)), expected);
                ++next;
            }
        }
        assertEq(next, 17);
    }

    function test_RevertWhen_germinate_theTokenKnowsTooFewHomes() public {
        HostileToken hostile = new HostileToken();
        hostile.giveHomes(3);
        Genomes nursery = new Genomes(IHeliotrope(address(hostile)), climate, true);
        bytes memory header = _header(RANDAO);
        vm.roll(1030);
        vm.setBlockhash(1024, keccak256(header));
        vm.expectRevert(IGenomes.HomesUnknown.selector);
        nursery.germinate(header, 5);
    }

    /// @dev Whoever calls, whenever in the window, in however many pages: the same genomes.
    function test_fuzz_germinate_doesNotDependOnWhoWhenOrHow(
        address by,
        uint256 wait,
        uint256 size,
        uint32 later
    ) public {
        _mint(alice, 10);
        _mint(bob, 7);
        (, uint256 target,,) = genomes.pendingBatch();
        uint256 before = vm.snapshotState();
        _germinate(RANDAO);
        bytes32 plain = _genomesHash(17);
        vm.revertToState(before);

        vm.roll(target + bound(wait, 1, 8191));
        vm.warp(block.timestamp + later);
        bytes memory header = _ripen(RANDAO);
        size = bound(size, 1, 20);
        vm.startPrank(by);
        while (genomes.germinated() < 17) {
            genomes.germinate(header, size);
        }
        assertEq(_genomesHash(17), plain);
    }

    /// @dev Whatever happens behind it, a genome stays, and so does its birth.
    function test_fuzz_genomes_neverChange(uint256 seed) public {
        _mint(alice, 10);
        _germinate(bytes32(seed));
        bytes32 genomesThen = _genomesHash(10);
        uint256 birth = genomes.birthEpochOf(9);
        for (uint256 i; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 what = seed % 6;
            if (what == 0) _mint(bob, 1 + (seed >> 8) % 10);
            if (what == 1 && token.totalMinted() > genomes.germinated()) _germinate(bytes32(seed));
            if (what == 2) vm.roll(block.number + (seed >> 8) % 20_000);
            if (what == 3) vm.warp(block.timestamp + (seed >> 8) % 900 days);
            if (what == 4) {
                vm.prank(owner);
                climate.addStation("Elsewhere", int32(int256(i)), 0);
            }
            if (what == 5 && token.balanceOf(alice) == 10) {
                vm.prank(alice);
                token.burn((seed >> 8) % 10);
            }
        }
        assertEq(_genomesHash(10), genomesThen);
        assertEq(genomes.birthEpochOf(9), birth);
    }

    function test_RevertWhen_germinate_withAnotherBlocksHeader() public {
        _mint(alice, 1);
        bytes memory header = _ripen(RANDAO);
        (, uint256 target,,) = genomes.pendingBatch();
        bytes memory other = _header("another block's");
        vm.setBlockhash(target - 1, keccak256(other));
        vm.expectRevert(
            abi.encodeWithSelector(
                IGenomes.HeaderMismatch.selector, target, keccak256(header), keccak256(other)
            )
        );
        genomes.germinate(other, 1);
        vm.expectPartialRevert(IGenomes.HeaderMismatch.selector);
        genomes.germinate("", 1);
    }

    /// @dev Even if the chain itself had such a header: a form that is not known gives no randomness.
    function test_RevertWhen_germinate_theHeaderHasAnotherForm() public {
        bytes memory whole = _header(RANDAO);
        // Cut short, with the list's length left as it was.
        _refuse(_cut(whole, whole.length - 1));
        _refuse(_cut(whole, 40));
        // A list that says one byte more, or less, than there is.
        _refuse(_withLength(whole, whole.length - 3 + 1));
        _refuse(_withLength(whole, whole.length - 3 - 1));
        // Something behind the list.
        _refuse(abi.encodePacked(whole, hex"80"));
        // Fourteen fields, the last of 31, 33 and 0 bytes, and a list where it should be.
        _refuse(_short(abi.encodePacked(bytes1(0x9f), bytes31("31"))));
        _refuse(_short(abi.encodePacked(bytes1(0xa1), bytes32("33"), hex"80")));
        _refuse(_short(hex"80"));
        _refuse(_short(abi.encodePacked(bytes1(0xe0), bytes32(0))));
        // Thirteen fields only.
        _refuse(_short(""));
        // The same with 32 bytes is taken.
        bytes memory good = _short(abi.encodePacked(bytes1(0xa0), RANDAO));
        _set(good);
        assertEq(genomes.germinate(good, 1), 1);
    }

    function _refuse(bytes memory header) private {
        _set(header);
        vm.expectRevert(IGenomes.HeaderMalformed.selector);
        genomes.germinate(header, 1);
    }

    /// @dev Has the chain remember a header of whatever form.
    function _set(bytes memory header) private {
        if (token.totalMinted() == 0) _mint(alice, 1);
        (, uint256 target,,) = genomes.pendingBatch();
        vm.roll(target + 1);
        vm.setBlockhash(target, keccak256(header));
    }

    function _cut(bytes memory header, uint256 length) private pure returns (bytes memory cut) {
        cut = bytes.concat(header);
        assembly ("memory-safe") {
            mstore(cut, length)
        }
    }

    function _withLength(bytes memory header, uint256 length)
        private
        pure
        returns (bytes memory lying)
    {
        lying = bytes.concat(header);
        (lying[1], lying[2]) = (bytes1(uint8(length >> 8)), bytes1(uint8(length)));
    }

    /// @dev Thirteen empty fields, and `rest`.
    function _short(bytes memory rest) private pure returns (bytes memory) {
        bytes memory payload = abi.encodePacked(hex"80808080808080808080808080", rest);
        if (payload.length < 56) return abi.encodePacked(uint8(0xc0 + payload.length), payload);
        return abi.encodePacked(hex"f8", uint8(payload.length), payload);
    }

    function _genomesHash(uint256 count) private view returns (bytes32 hash) {
        for (uint256 id; id < count; ++id) {
            hash = keccak256(abi.encode(hash, genomes.genomeOf(id)));
        }
    }
}
