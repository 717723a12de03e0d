// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Phenotype} from "../art/Phenotype.sol";
import {Scene} from "../art/Scene.sol";

/// @title LivingPage: one HTML document that holds all that it shows.
interface ILivingPage {
    /// @notice The page of a token, to be kept as a file or answered by a server.
    /// @param layer the plant in its ground, as `IPlant.plantLayer` answers it.
    function html(Scene memory s, Phenotype memory p, string memory layer)
        external
        view
        returns (string memory);

    /// @notice The same page as `Document.encodeUri` would write it, for a data URI.
    /// @param drawing the SVG document up to its end, with nothing under the plant, so written already: it is the
    /// longest part that has to be, and the picture needs it too.
    function encodedHtml(Scene memory s, Phenotype memory p, string memory drawing)
        external
        view
        returns (string memory);
}
