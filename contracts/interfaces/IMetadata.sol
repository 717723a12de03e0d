// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Scene} from "../art/Scene.sol";
import {Cause} from "./ICauses.sol";
import {IHeliotrope} from "./IHeliotrope.sol";

/// @title Metadata: gathers a token's state and wraps its picture.
/// @notice It serves every collection: each view takes the collection as `token`, and reads its genomes and
/// its climate from it.
///
/// All views answer for every minted token: for seeds, before any weather, and when the weather is old.
/// They revert only when the token was never minted (the token's own error), or when `token` is no
/// collection. Epochs end at 2^40 - 1; greater ones answer as that one.
interface IMetadata {
    /// @notice The JSON as a data URI, as of the shown epoch of this block. Its picture lies over the sky that
    /// the network paints inside this call; see `ISkies.skyOf` for when it lies over vectors instead.
    function tokenURI(IHeliotrope token, uint256 tokenId) external view returns (string memory);

    /// @notice The living page: one HTML document that needs nothing else, as of the shown epoch. The JSON's
    /// `animation_url` holds the same document.
    function tokenHtml(IHeliotrope token, uint256 tokenId) external view returns (string memory);

    /// @notice Why the picture of the shown epoch looks as it does: every visible feature with its cause.
    function explain(IHeliotrope token, uint256 tokenId) external view returns (Cause[] memory);

    /// @notice The same SVG document over a sky of vectors, for a quarter of the gas.
    function plantSvg(IHeliotrope token, uint256 tokenId) external view returns (string memory);

    /// @notice The token's sky of the shown epoch as a PNG file, painted by its model.
    /// @param size pixels along a side; reverts with the engine's errors where it is none that the engine
    /// paints, and without a reason where the call has too little gas for so many pixels.
    function skyPng(IHeliotrope token, uint256 tokenId, uint256 size)
        external
        view
        returns (bytes memory);

    /// @notice Everything that the picture of a token at an epoch depends on.
    function sceneOf(IHeliotrope token, uint256 tokenId, uint256 epoch)
        external
        view
        returns (Scene memory);

    /// @notice The state that is drawn at a time.
    /// @param timestamp Unix seconds; the epoch shown at that time counts.
    function phenotypeAt(IHeliotrope token, uint256 tokenId, uint256 timestamp)
        external
        view
        returns (Phenotype memory);

    /// @notice What the engine paints the sky from. Defined for accepted epochs from the token's birth
    /// on; fixed by the epoch's instant.
    /// @return model the sky model, an id in `IModels`.
    /// @return latent the genome's seed and school, see `Genome`.
    /// @return condition see `art/Condition.sol`.
    function skyInputsAt(IHeliotrope token, uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256 model, bytes32 latent, bytes32 condition);
}
