// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IHeliotrope} from "./IHeliotrope.sol";

/// @notice One thing that a collection is made of.
struct Piece {
    /// What it is called, as in the deploy record: "Genomes", "Sky model 0", "Collection image".
    string name;
    /// Where its code or its bytes lie; zero when they lie outside the chain, or in a contract's storage.
    address at;
    /// The hash of its code, or keccak256 of its bytes; zero when it is not on chain.
    bytes32 hash;
    /// Whether whoever has the chain has it.
    bool onChain;
    /// Whether nobody can change it, or any setting in it, any more.
    bool locked;
}

/// @title What a collection says about itself: for every collection, with no storage of its own.
/// @notice A token forwards here under the names of the standards, and passes itself.
interface IContractMetadata {
    /// @notice The JSON of ERC-7572 as a data URI: name, symbol, description, image, link.
    function contractURI(IHeliotrope token) external view returns (string memory);

    /// @notice The JSON of ERC-7496 as a data URI: which traits there are, and that a sale must find
    /// `stateNonce` as it was when the offer was made. A trait's key is keccak256 of its name.
    function traitMetadataURI(IHeliotrope token) external view returns (string memory);

    /// @notice All that a picture comes from, piece by piece, with what can still change.
    function onChainStatus(IHeliotrope token) external view returns (Piece[] memory);
}
