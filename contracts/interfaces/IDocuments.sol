// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Scene} from "../art/Scene.sol";
import {ILivingPage} from "./ILivingPage.sol";

/// @notice What stands beside a picture and is not drawn.
struct Label {
    /// The collection's name: it may hold anything.
    string collection;
    /// The collection's link: it may hold anything, and is left out where it is no link.
    string externalUrl;
    /// The block whose randomness a seed waits for; zero for what has germinated.
    uint64 target;
}

/// @title Documents: the SVG document around the plant, the JSON around the document.
interface IDocuments {
    /// @notice The whole picture.
    /// @param under the sky, and `layer` the plant in its ground, as markup.
    function svg(Scene memory s, Phenotype memory p, string memory under, string memory layer)
        external
        pure
        returns (string memory);

    /// @notice The JSON as a data URI, with that picture in it, and with the page that `page` makes of the
    /// same layer; a seed has no page.
    function tokenUri(
        Scene memory s,
        Phenotype memory p,
        Label memory label,
        string memory under,
        string memory layer,
        ILivingPage page
    ) external view returns (string memory);
}
