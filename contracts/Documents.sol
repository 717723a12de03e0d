// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Document} from "./art/Document.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {IDocuments, Label} from "./interfaces/IDocuments.sol";
import {ILivingPage} from "./interfaces/ILivingPage.sol";

/// @title Documents: puts the parts together in the order in which they cost least.
/// @notice TypeScript twin: renderer/document.ts.
contract Documents is IDocuments {
    /// @inheritdoc IDocuments
    function svg(Scene memory s, Phenotype memory p, string memory under, string memory layer)
        external
        pure
        returns (string memory)
    {
        return string.concat(Document.head(s, p), under, layer, "</svg>");
    }

    /// @inheritdoc IDocuments
    function tokenUri(
        Scene memory s,
        Phenotype memory p,
        Label memory label,
        string memory under,
        string memory layer,
        ILivingPage page
    ) external view returns (string memory) {
        // The plant stands in the picture and in the page, and is escaped once.
        layer = Document.encodeUri(layer);
        string memory said = Document.caption(s, p);
        string memory image = string.concat(
            Document.encodeUri(string.concat(Document.headOf(s, p, said), under)),
            layer,
            "%3C/svg%3E"
        );
        string memory html = p.stage == 0 ? "" : page.encodedHtml(s, p, layer);
        return Document.uri(s, p, label, said, image, html);
    }
}
