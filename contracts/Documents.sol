// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Base64} from "./art/Base64.sol";
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
        // Words and plant stand in the picture and in the page, and are escaped once.
        string memory said = Document.caption(s, p);
        string memory head = Document.encodeUri(Document.headOf(s, p, said));
        layer = Document.encodeUri(layer);
        string memory image = string.concat(head, Document.encodeUri(under), layer, "%3C/svg%3E");
        string memory html = p.stage == 0
            ? ""
            : _asked(
                page, abi.encodeCall(ILivingPage.encodedHtml, (s, p, string.concat(head, layer)))
            );
        Base64.answer(
            "data:application/json;base64,", Document.json(s, p, label, said, image, html)
        );
    }

    /// @dev The answer stays where it comes in, over the question: memory is dear where answers are long.
    function _asked(ILivingPage page, bytes memory question)
        private
        view
        returns (string memory html)
    {
        assembly ("memory-safe") {
            let ok := staticcall(gas(), page, add(question, 0x20), mload(question), 0, 0)
            let size := returndatasize()
            returndatacopy(question, 0, size)
            if iszero(ok) { revert(question, size) }
            html := add(question, 0x20)
            mstore(0x40, and(add(add(question, size), 0x3f), not(0x1f)))
        }
    }
}
