// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BlockHashLib} from "solady/utils/BlockHashLib.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {BlockHeader} from "./BlockHeader.sol";
import {Search} from "./Search.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {Batch, IGenomes} from "./interfaces/IGenomes.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {Genome, express} from "./types/Genome.sol";

/// @title Genomes: who is born when, and as what.
/// @notice See IGenomes.
contract Genomes is IGenomes {
    /// @dev One slot: the page's header. The genomes lie at `pointer`, 32 bytes each.
    struct Page {
        address pointer;
        uint32 first;
        uint40 birthEpoch;
    }

    /// @dev One slot.
    struct Progress {
        uint32 germinated;
        uint32 pages;
        // The batch (by its target) that is partly written, and the block that proved its entropy.
        uint64 provenBatch;
        uint64 provenBlock;
    }

    /// @dev How many blocks the history contract of EIP-2935 remembers.
    uint256 private constant REMEMBERED = 8191;

    /// @inheritdoc IGenomes
    /// @dev 512 genomes are 16 KB of code and about 4,000,000 gas, a quarter of a transaction.
    uint256 public constant MAX_PAGE = 512;

    IHeliotrope public immutable token;
    IClimate public immutable climate;
    /// @inheritdoc IGenomes
    bool public immutable hasPrevRandao;
    uint256 private immutable EPOCH_SECONDS;

    Progress private _progress;
    /// @dev The entropy of `_progress.provenBatch`; stale once that batch is written.
    bytes32 private _provenEntropy;
    mapping(uint256 page => Page) private _pages;

    constructor(IHeliotrope token_, IClimate climate_, bool hasPrevRandao_) {
        token = token_;
        climate = climate_;
        hasPrevRandao = hasPrevRandao_;
        EPOCH_SECONDS = climate_.EPOCH_SECONDS();
    }

    /// @inheritdoc IGenomes
    function germinate(bytes calldata header, uint256 maxTokens) external returns (uint256 count) {
        if (maxTokens == 0) revert MaxTokensZero();
        if (maxTokens > MAX_PAGE) maxTokens = MAX_PAGE;
        Progress memory progress = _progress;
        uint256 first = progress.germinated;
        // One token more than wanted tells whether the batch is finished by this call.
        uint64 batch;
        (count, batch) = token.batchFrom(first, maxTokens + 1);
        if (count == 0) revert NothingPending();
        bool isPartial = count > maxTokens;
        if (isPartial) count = maxTokens;

        bytes32 entropy;
        if (progress.provenBatch == batch) {
            // Proven once, used to the end: a lapse between two calls re-draws nothing.
            entropy = _provenEntropy;
        } else {
            progress.provenBatch = batch;
            progress.provenBlock = uint64(_rememberedTarget(batch));
            entropy = _prove(header, progress.provenBlock);
            if (isPartial) _provenEntropy = entropy;
        }

        bytes memory page = _express(entropy, first, count, progress.provenBlock);
        // Births are counted in epochs whose instant is still to come, so nothing that is born now
        // can enter an epoch that keepers are already rendering.
        uint40 birthEpoch = uint40(block.timestamp / EPOCH_SECONDS + 1);
        _pages[progress.pages] =
            Page({pointer: SSTORE2.write(page), first: uint32(first), birthEpoch: birthEpoch});
        progress.germinated = uint32(first + count);
        progress.pages += 1;
        _progress = progress;
        emit Germinated(first, count, birthEpoch, progress.provenBlock, entropy, msg.sender);
        // Last, and with all of it written: whatever the token does, it meets the next state.
        token.announceBirth(first, first + count - 1, msg.sender);
    }

    /// @inheritdoc IGenomes
    function pendingBatch()
        external
        view
        returns (Batch memory batch, uint256 targetNow, bool ripe, bool proven)
    {
        Progress memory progress = _progress;
        (uint256 count, uint64 target) = token.batchFrom(progress.germinated, type(uint32).max);
        if (count == 0) return (batch, 0, false, false);
        batch = Batch({first: progress.germinated, count: uint32(count), target: target});
        proven = progress.provenBatch == target;
        targetNow = proven ? progress.provenBlock : _rememberedTarget(target);
        // Where there is no history contract, the chain remembers a target for 256 blocks only.
        ripe = (proven || BlockHashLib.blockHash(targetNow) != 0)
            && climate.stationCountAt(targetNow) != 0;
    }

    /// @inheritdoc IGenomes
    function genomeOf(uint256 tokenId) external view returns (Genome) {
        if (tokenId >= _progress.germinated) return Genome.wrap(0);
        Page storage page = _pageOf(tokenId);
        uint256 start = (tokenId - page.first) * 32;
        return Genome.wrap(bytes32(SSTORE2.read(page.pointer, start, start + 32)));
    }

    /// @inheritdoc IGenomes
    function birthEpochOf(uint256 tokenId) external view returns (uint40) {
        return tokenId >= _progress.germinated ? 0 : _pageOf(tokenId).birthEpoch;
    }

    /// @inheritdoc IGenomes
    function germinated() external view returns (uint256) {
        return _progress.germinated;
    }

    /// @inheritdoc IGenomes
    function supplyAt(uint256 epoch) external view returns (uint256) {
        Progress memory progress = _progress;
        uint256 pages = Search.countAtMost(progress.pages, epoch, _birthEpochAt);
        return pages == progress.pages ? progress.germinated : _pages[pages].first;
    }

    /// @inheritdoc IGenomes
    function pageCount() external view returns (uint256) {
        return _progress.pages;
    }

    /// @inheritdoc IGenomes
    function genomesIn(uint256 page)
        external
        view
        returns (uint32 first, uint40 birthEpoch, Genome[] memory genomes)
    {
        if (page >= _progress.pages) revert PageUnknown(page);
        Page memory p = _pages[page];
        bytes memory data = SSTORE2.read(p.pointer);
        first = p.first;
        birthEpoch = p.birthEpoch;
        genomes = new Genome[](data.length / 32);
        for (uint256 i; i < genomes.length; ++i) {
            bytes32 word;
            assembly ("memory-safe") {
                word := mload(add(add(data, 32), mul(i, 32)))
            }
            genomes[i] = Genome.wrap(word);
        }
    }

    /// @dev The genomes of `count` tokens from `first` on, back to back.
    function _express(bytes32 entropy, uint256 first, uint256 count, uint256 target)
        private
        view
        returns (bytes memory page)
    {
        // A chosen home existed when it was chosen, so it is among these too.
        uint256 stations = climate.stationCountAt(target);
        if (stations == 0) revert NoStation(target);
        uint16[] memory homes = _homesIn(first, count);
        page = new bytes(32 * count);
        // Unchecked: at most 512 steps, behind at most 2^14 tokens.
        unchecked {
            for (uint256 i; i < count; ++i) {
                Genome genome = express(entropy, first + i, uint16(stations), homes[i]);
                assembly ("memory-safe") {
                    mstore(add(add(page, 32), shl(5, i)), genome)
                }
            }
        }
    }

    /// @dev `token.homesIn`, read where it lies: decoding it anew costs 100 gas a token.
    function _homesIn(uint256 first, uint256 count) private view returns (uint16[] memory homes) {
        (bool ok, bytes memory answer) =
            address(token).staticcall(abi.encodeCall(IHeliotrope.homesIn, (first, count)));
        if (!ok || answer.length != 64 + 32 * count) revert HomesUnknown();
        // Behind the answer's length and the list's offset lies what Solidity calls a list.
        assembly ("memory-safe") {
            homes := add(answer, 64)
        }
    }

    /// @dev The entropy that block `target` gives: from its header, or from its hash alone.
    function _prove(bytes calldata header, uint256 target) private view returns (bytes32) {
        if (block.number <= target) revert NotRipe(target);
        bytes32 chance = BlockHashLib.blockHash(target);
        if (chance == 0) revert TargetForgotten(target, target + REMEMBERED);
        if (hasPrevRandao) {
            bytes32 actual = keccak256(header);
            if (actual != chance) revert HeaderMismatch(target, chance, actual);
            bool ok;
            (ok, chance) = BlockHeader.prevRandao(header);
            if (!ok) revert HeaderMalformed();
        }
        return keccak256(abi.encode(block.chainid, address(this), target, chance));
    }

    /// @dev `target` while the history contract remembers it, afterwards the only block target + 8191 j
    /// that it does: its window is 8191 blocks wide and ends with the block before this one. Without it
    /// the choice is the same and its window 256 blocks, so that never two targets are open at once.
    function _rememberedTarget(uint256 target) private view returns (uint256) {
        if (block.number <= target) return target;
        return target + (block.number - 1 - target) / REMEMBERED * REMEMBERED;
    }

    function _pageOf(uint256 tokenId) private view returns (Page storage) {
        return _pages[Search.countAtMost(_progress.pages, tokenId, _firstAt) - 1];
    }

    function _firstAt(uint256 page) private view returns (uint256) {
        return _pages[page].first;
    }

    function _birthEpochAt(uint256 page) private view returns (uint256) {
        return _pages[page].birthEpoch;
    }
}
