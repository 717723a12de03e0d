// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Document} from "./art/Document.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {ILivingPage} from "./interfaces/ILivingPage.sol";

/// @title LivingPage: one HTML document that holds all that it shows.
/// @notice TypeScript twin: renderer/page.ts.
contract LivingPage is ILivingPage {
    /// @inheritdoc ILivingPage
    function html(Scene memory s, Phenotype memory p, string memory layer)
        external
        pure
        returns (string memory)
    {
        (string memory before, string memory behind) = _shell(s, p);
        return string.concat(before, layer, behind);
    }

    /// @inheritdoc ILivingPage
    function encodedHtml(Scene memory s, Phenotype memory p, string memory layer)
        external
        pure
        returns (string memory)
    {
        (string memory before, string memory behind) = _shell(s, p);
        return string.concat(Document.encodeUri(before), layer, Document.encodeUri(behind));
    }

    function _shell(Scene memory s, Phenotype memory p)
        private
        pure
        returns (string memory before, string memory behind)
    {
        before = string.concat(
            "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Heliotrope</title><style>html,body,svg{margin:0;height:100%;width:100%;background:#",
            Document.background(p),
            "}</style>",
            Document.head(s, p)
        );
        behind = "</svg></html>";
    }
}
