// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Genome} from "../types/Genome.sol";

/// @notice The oldest tokens that wait for germination and share a target block.
struct Batch {
    /// The first token that waits.
    uint32 first;
    /// How many tokens wait for the same target; zero when none wait at all.
    uint32 count;
    /// The target block T of their mint window.
    uint64 target;
}

/// @title The genomes, written once, in pages.
/// @notice Mints in one window of 32 blocks share the target block T = 32 * (block / 32 + 2). Their
/// entropy is the PREVRANDAO of T. T's proposer cannot change it, but whoever proposes T - 1 knows
/// it one block ahead, and whoever proposes shortly before that can withhold; T lies at least 32
/// blocks after every mint of its window, so nobody can mint, or decline to, with that knowledge.
/// Later mints have later targets: they can neither join nor move a batch.
///
/// If nobody germinates within the 8,191 blocks that the chain remembers (EIP-2935), the target
/// becomes T + 8,191, then T + 16,382 and so on. At any block exactly one of these is remembered, so
/// no transaction chooses among them. A chain without that history remembers each of them for 256
/// blocks: there a batch that was missed waits for the rest of the 8,191.
///
/// On a chain without PREVRANDAO the block hash of T takes its place: no header is wanted, and whoever
/// makes that block can grind it. docs/randomness.md says who could gain what.
interface IGenomes {
    /// @notice Tokens `first` to `first + count - 1` germinated.
    /// @param birthEpoch the first epoch of their lives.
    /// @param target the block whose PREVRANDAO (or hash) was used.
    /// @param entropy what `Genome.express` was given.
    /// @param by who called.
    event Germinated(
        uint256 indexed first,
        uint256 count,
        uint256 birthEpoch,
        uint256 target,
        bytes32 entropy,
        address indexed by
    );

    /// @notice No token waits for germination.
    error NothingPending();

    /// @notice The batch is ripe once block `target` is in the past. Wait for it.
    error NotRipe(uint256 target);

    /// @notice The chain no longer remembers block `target` (it has no history contract, or not for as
    /// long). The batch can germinate in the 256 blocks behind block `next`.
    error TargetForgotten(uint256 target, uint256 next);

    /// @notice This header does not hash to the hash of block `target`. Pass the RLP header of it.
    error HeaderMismatch(uint256 target, bytes32 expected, bytes32 actual);

    /// @notice The header is genuine but field 13 is not 32 bytes: this chain has no PREVRANDAO.
    error HeaderMalformed();

    /// @notice No station existed at block `target`: there is nowhere to be born. The batch waits for
    /// its next target.
    error NoStation(uint256 target);

    /// @notice The token does not say where its plants shall be born.
    error HomesUnknown();

    /// @notice There is no such page.
    error PageUnknown(uint256 page);

    /// @notice Ask for at least one token.
    error MaxTokensZero();

    /// @notice Writes the genomes of up to `maxTokens` waiting tokens of the oldest batch, in one
    /// page of at most `MAX_PAGE`. Anyone may call it, as often as there are tokens waiting.
    /// @param header the RLP header of block `targetNow`, see `pendingBatch`. Ignored (pass nothing)
    /// while a batch whose entropy has been proven is only partly written, and without `hasPrevRandao`.
    /// @return count how many tokens germinated, at least 1.
    function germinate(bytes calldata header, uint256 maxTokens) external returns (uint256 count);

    /// @notice What germinates next.
    /// @return batch the oldest waiting tokens; `count` 0 when none wait.
    /// @return targetNow the block whose header `germinate` wants now; zero when none wait. Where it is
    /// past and the batch not ripe, the next is `targetNow + 8191`.
    /// @return ripe whether `germinate` would accept it in this block.
    /// @return proven whether the entropy is already known, so that no header is wanted.
    function pendingBatch()
        external
        view
        returns (Batch memory batch, uint256 targetNow, bool ripe, bool proven);

    /// @notice The genome of a token; zero while it waits or does not exist.
    function genomeOf(uint256 tokenId) external view returns (Genome);

    /// @notice The first epoch of a token's life: the first instant strictly after its germination.
    /// Zero while it waits or does not exist.
    function birthEpochOf(uint256 tokenId) external view returns (uint40);

    /// @notice How many tokens have germinated: tokens 0 to `germinated() - 1` have a genome.
    function germinated() external view returns (uint256);

    /// @notice How many tokens had been born by `epoch`. Fixed once the epoch's instant has passed.
    function supplyAt(uint256 epoch) external view returns (uint256);

    /// @notice How many pages have been written.
    function pageCount() external view returns (uint256);

    /// @notice One page: tokens `first` to `first + genomes.length - 1`, all born at `birthEpoch`.
    function genomesIn(uint256 page)
        external
        view
        returns (uint32 first, uint40 birthEpoch, Genome[] memory genomes);

    /// @notice Whether entropy is PREVRANDAO, proven by a header; else it is the block hash itself.
    function hasPrevRandao() external view returns (bool);

    /// @notice The most tokens that one call germinates.
    function MAX_PAGE() external view returns (uint256);
}
