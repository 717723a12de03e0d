// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Label} from "../interfaces/IDocuments.sol";
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
        return headOf(s, p, caption(s, p));
    }

    /// @notice The same, around a caption that is there already.
    function headOf(Scene memory s, Phenotype memory p, string memory said)
        internal
        pure
        returns (string memory)
    {
        return string.concat(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920' role='img' aria-labelledby='t d'><title id='t'>",
            p.stage == 0 ? "Seed" : Words.speciesName(s.genome),
            "</title><desc id='d'>",
            said,
            "</desc>"
        );
    }

    /// @notice What is to be seen, as text of HTML.
    function caption(Scene memory s, Phenotype memory p) internal pure returns (string memory) {
        return Words.caption(s, p, _text(s.stationName));
    }

    /// @notice The JSON, around a caption, a picture and a page, both percent-encoded; without a page where
    /// it is empty.
    function json(
        Scene memory s,
        Phenotype memory p,
        Label memory label,
        string memory said,
        string memory image,
        string memory html
    ) internal pure returns (string memory) {
        string memory start = string.concat(
            _start(s, p, label, said),
            _link(s, label.externalUrl),
            '","background_color":"',
            background(p),
            '","attributes":[',
            _attributes(s, p, label)
        );
        if (bytes(html).length != 0) {
            return string.concat(
                start,
                '],"image":"data:image/svg+xml,',
                image,
                '","animation_url":"data:text/html;charset=utf-8,',
                html,
                '"}'
            );
        }
        return string.concat(start, '],"image":"data:image/svg+xml,', image, '"}');
    }

    /// @dev What it is called, what is to be seen, and how it lives.
    function _start(Scene memory s, Phenotype memory p, Label memory label, string memory said)
        private
        pure
        returns (string memory)
    {
        string memory ending = p.stage == 0
            ? string.concat(
                " It germinates from the randomness of block ",
                LibString.toString(label.target),
                ", or of one every 8,191 blocks after it, as soon as anyone asks; then the weather of a station draws it."
            )
            : " Drawn by the chain alone, anew with every epoch of its station's weather.";
        return string.concat(
            '{"name":"',
            LibString.escapeJSON(_text(label.collection)),
            " #",
            LibString.toString(s.tokenId),
            '","description":"',
            LibString.escapeJSON(said),
            ending
        );
    }

    function _link(Scene memory s, string memory url) private pure returns (string memory) {
        if (!Words.isLink(url)) return "";
        return string.concat(
            '","external_url":"',
            url,
            LibString.endsWith(url, "/") ? "#/token/" : "/#/token/",
            LibString.toString(s.tokenId)
        );
    }

    /// @dev A name that may hold anything, as text of HTML.
    function _text(string memory name) private pure returns (string memory) {
        return LibString.escapeHTML(Words.clean(name));
    }

    /// @notice What a picture may stand on: the colour of a fair sky in the light of the moment, or of the
    /// earth around a seed; six hexadecimal digits.
    function background(Phenotype memory p) internal pure returns (string memory) {
        int256 rgb = p.stage == 0 ? int256(0x1c1820) : Palettes.tone(0x9cc0dc, Palettes.amounts(p));
        return LibString.toHexStringNoPrefix(uint256(rgb), 3);
    }

    function _attributes(Scene memory s, Phenotype memory p, Label memory label)
        private
        pure
        returns (string memory out)
    {
        out = _trait('{"trait_type":"Stage', Words.stageName(p));
        if (p.stage == 0) {
            return string.concat(out, _count("Germinates at block", int256(uint256(label.target))));
        }
        out = string.concat(
            out,
            _trait(',{"trait_type":"Species', Words.speciesName(s.genome)),
            _trait(',{"trait_type":"School', Words.schoolName(s.genome))
        );
        out = string.concat(
            out,
            _trait(',{"trait_type":"Mutation', Words.mutationName(s.genome)),
            _trait(',{"trait_type":"Station', LibString.escapeJSON(_text(s.stationName))),
            _shown("date", "Birthday", LibString.toString(_birthday(s)))
        );
        out = string.concat(
            out,
            _count("Age in epochs", p.age),
            _count("Rings", p.rings),
            _count("Frost scars", p.scars)
        );
        out = string.concat(
            out,
            _percent("Openness", p.openness),
            p.ripeness > 0 ? _percent("Ripeness", p.ripeness) : "",
            p.dormancy > 0 ? _percent("Dormancy", p.dormancy) : ""
        );
        out = string.concat(
            out,
            _trait(',{"trait_type":"Sky', Words.skyName(p)),
            _trait(',{"trait_type":"Season', Words.seasonName(p)),
            _trait(',{"trait_type":"Weather', Words.weatherName(p))
        );
        out = string.concat(
            out,
            p.weatherAge < Words.NEVER ? _count("Weather age", p.weatherAge) : "",
            _count("Sky model", int256(uint256(s.model))),
            _choices(s, p)
        );
        if (p.weatherAge >= Words.NEVER) return out;
        return string.concat(
            out,
            _trait(',{"trait_type":"Observation', p.derived ? "Partly derived" : "Measured"),
            _shown("number", "Temperature", Words.hundredths(p.tempCentiC))
        );
    }

    /// @dev What the holder decided, where there is something to say.
    function _choices(Scene memory s, Phenotype memory p) private pure returns (string memory) {
        return string.concat(
            p.grafts > 0 ? _count("Grafts", p.grafts) : "",
            p.ties > 0 ? _count("Ties", p.ties) : "",
            s.pinned ? _count("Pinned epoch", int256(uint256(s.epoch))) : "",
            s.pending ? _trait(',{"trait_type":"Pending', "Yes") : ""
        );
    }

    /// @dev The instant of the epoch that it was born at, in Unix seconds; the scene's own instant says how
    /// long epochs are.
    function _birthday(Scene memory s) private pure returns (uint256) {
        if (s.epoch == 0) return 0;
        uint256 instant = uint256(s.time) / s.epoch * s.birthEpoch;
        // Beyond 40 bits there is no time.
        return instant > type(uint40).max ? type(uint40).max : instant;
    }

    /// @dev `key` opens the member and names the trait.
    function _trait(string memory key, string memory value) private pure returns (string memory) {
        return string.concat(key, '","value":"', value, '"}');
    }

    function _count(string memory name, int256 value) private pure returns (string memory) {
        return _shown("number", name, LibString.toString(value));
    }

    function _percent(string memory name, int256 amount) private pure returns (string memory) {
        return _shown("boost_percentage", name, LibString.toString(Fixed.div(amount * 100, 127)));
    }

    function _shown(string memory display, string memory name, string memory value)
        private
        pure
        returns (string memory)
    {
        return string.concat(
            ',{"display_type":"', display, '","trait_type":"', name, '","value":', value, "}"
        );
    }

    /// @notice Text as a URI may hold it.
    function encodeUri(string memory plain) internal pure returns (string memory) {
        return Uris.encode(plain);
    }
}
