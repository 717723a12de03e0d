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
    uint256 private immutable EPOCH_SECONDS;

    Progress private _progress;
    /// @dev The entropy of `_progress.provenBatch`; stale once that batch is written.
    bytes32 private _provenEntropy;
    mapping(uint256 page => Page) private _pages;

    constructor(IHeliotrope token_, IClimate climate_) {
        token = token_;
        climate = climate_;
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

        uint256 stations = climate.stationCountAt(progress.provenBlock);
        if (stations == 0) revert NoStation(progress.provenBlock);
        // Births are counted in epochs whose instant is still to come, so nothing that is born now
        // can enter an epoch that keepers are already rendering.
        uint40 birthEpoch = uint40(block.timestamp / EPOCH_SECONDS + 1);
        _pages[progress.pages] = Page({
            pointer: SSTORE2.write(_express(entropy, first, count, uint16(stations))),
            first: uint32(first),
            birthEpoch: birthEpoch
        });
        progress.germinated = uint32(first + count);
        progress.pages += 1;
        _progress = progress;
        emit Germinated(first, count, birthEpoch, progress.provenBlock, entropy, msg.sender);
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
        ripe = block.number > targetNow && climate.stationCountAt(targetNow) != 0;
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
    function _express(bytes32 entropy, uint256 first, uint256 count, uint16 stations)
        private
        pure
        returns (bytes memory page)
    {
        page = new bytes(32 * count);
        for (uint256 i; i < count; ++i) {
            Genome genome = express(entropy, first + i, stations);
            assembly ("memory-safe") {
                mstore(add(add(page, 32), mul(i, 32)), genome)
            }
        }
    }

    /// @dev The entropy that block `target` gives, from its header.
    function _prove(bytes calldata header, uint256 target) private view returns (bytes32) {
        if (block.number <= target) revert NotRipe(target);
        bytes32 expected = BlockHashLib.blockHash(target);
        bytes32 actual = keccak256(header);
        if (actual != expected) revert HeaderMismatch(target, expected, actual);
        (bool ok, bytes32 prevRandao) = BlockHeader.prevRandao(header);
        if (!ok) revert HeaderMalformed();
        return keccak256(abi.encode(block.chainid, address(this), target, prevRandao));
    }

    /// @dev `target` while the chain remembers it, afterwards the only block target + 8191 j that it
    /// does remember: the history window is 8191 blocks wide and ends with the block before this one.
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
