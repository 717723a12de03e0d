// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Label} from "../interfaces/IDocuments.sol";
import {Base64} from "./Base64.sol";
import {Fixed} from "./Fixed.sol";
import {Palettes} from "./Palette.sol";
import {Phenotype} from "./Phenotype.sol";
import {Scene} from "./Scene.sol";
import {Uris} from "./Uri.sol";
import {Words} from "./Words.sol";

/// @title Document: the SVG document around the plant and the JSON around the document.
/// @notice TypeScript twin: renderer/document.ts.
library Document {
    /// @notice How an SVG document begins: what it is called and what is to be seen, in words.
    function head(Scene memory s, Phenotype memory p) internal pure returns (string memory) {
        return string.concat(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920' role='img' aria-labelledby='t d'><title id='t'>",
            p.stage == 0 ? "Seed" : Words.speciesName(s.genome),
            "</title><desc id='d'>",
            Words.caption(p, s.genome, LibString.escapeHTML(Words.clean(s.stationName))),
            "</desc>"
        );
    }

    /// @notice The token's URI, around a picture and a page, both percent-encoded.
    function uri(
        Scene memory s,
        Phenotype memory p,
        Label memory label,
        string memory image,
        string memory html
    ) internal pure returns (string memory) {
        return string.concat(
            "data:application/json;base64,", Base64.encode(bytes(json(s, p, label, image, html)))
        );
    }

    /// @notice The JSON, around a picture and a page, both percent-encoded; without a page where it is empty.
    function json(
        Scene memory s,
        Phenotype memory p,
        Label memory label,
        string memory image,
        string memory html
    ) internal pure returns (string memory) {
        string memory place = LibString.escapeJSON(LibString.escapeHTML(Words.clean(s.stationName)));
        string memory start = string.concat(
            '{"name":"',
            LibString.escapeJSON(LibString.escapeHTML(Words.clean(label.collection))),
            " #",
            LibString.toString(s.tokenId),
            '","description":"',
            Words.caption(p, s.genome, place),
            '","background_color":"',
            background(p)
        );
        start = string.concat(start, '","attributes":[', _attributes(s, p, place));
        if (bytes(html).length != 0) {
            html = string.concat('","animation_url":"data:text/html;charset=utf-8,', html);
        }
        return string.concat(start, '],"image":"data:image/svg+xml,', image, html, '"}');
    }

    /// @notice What a picture may stand on: the colour of a fair sky in the light of the moment, or of the
    /// earth around a seed; six hexadecimal digits.
    function background(Phenotype memory p) internal pure returns (string memory) {
        int256 rgb = p.stage == 0 ? int256(0x1c1820) : Palettes.tone(0x9cc0dc, Palettes.amounts(p));
        return LibString.toHexStringNoPrefix(uint256(rgb), 3);
    }

    function _attributes(Scene memory s, Phenotype memory p, string memory place)
        private
        pure
        returns (string memory out)
    {
        out = _trait("Stage", Words.stageName(p));
        if (p.stage == 0) return out;
        out = string.concat(out, ",", _trait("Species", Words.speciesName(s.genome)));
        out = string.concat(out, ",", _trait("School", Words.schoolName(s.genome)));
        out = string.concat(out, ",", _trait("Mutation", Words.mutationName(s.genome)));
        out = string.concat(out, ",", _trait("Station", place));
        out = string.concat(out, ",", _count("Age in epochs", p.age));
        out = string.concat(out, ",", _count("Rings", p.rings));
        out = string.concat(out, ",", _count("Openness", Fixed.div(p.openness * 100, 127)));
        out = string.concat(out, ",", _trait("Sky", Words.skyName(p)));
        out = string.concat(out, ",", _trait("Weather", Words.weatherName(p)));
        out = string.concat(out, ",", _count("Weather age", p.weatherAge));
        out = string.concat(out, ",", _count("Frost scars", p.scars));
        out = string.concat(out, ",", _count("Sky model", int256(uint256(s.model))));
        out = string.concat(out, _choices(s));
        if (p.weatherAge >= Words.NEVER) return out;
        out = string.concat(
            out, ",", _trait("Observation", p.derived ? "Partly derived" : "Measured")
        );
        out = string.concat(
            out,
            ',{"display_type":"number","trait_type":"Temperature","value":',
            Words.degrees(p.tempCentiC),
            "}"
        );
    }

    /// @dev What the holder decided, where there is something to say.
    function _choices(Scene memory s) private pure returns (string memory out) {
        if (s.pinned) out = string.concat(",", _trait("Pinned", "Yes"));
        if (s.moves != 0) {
            out = string.concat(out, ",", _count("Moves", int256(uint256(s.moves))));
        }
        if (s.pending) out = string.concat(out, ",", _trait("Pending", "Yes"));
    }

    function _trait(string memory name, string memory value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', name, '","value":"', value, '"}');
    }

    function _count(string memory name, int256 value) private pure returns (string memory) {
        return string.concat(
            '{"display_type":"number","trait_type":"',
            name,
            '","value":',
            LibString.toString(value),
            "}"
        );
    }

    /// @notice Text as a URI may hold it.
    function encodeUri(string memory plain) internal pure returns (string memory) {
        return Uris.encode(plain);
    }
}
