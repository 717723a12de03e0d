// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Label} from "../interfaces/IDocuments.sol";
import {Base64} from "./Base64.sol";
import {Fixed} from "./Fixed.sol";
import {Palettes} from "./Palette.sol";
import {Phenotype} from "./Phenotype.sol";
import {Scene} from "./Scene.sol";
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

    /// @notice Escapes what a URI cannot hold, and nothing else: controls, space and "#%<>\^`{|}, and all
    /// beyond ASCII.
    function encodeUri(string memory plain) internal pure returns (string memory out) {
        // Whole words are tested at once (every test yields a byte's top bit) and copied; where a byte may
        // not be kept, the rest of the word is copied anew behind its escape.
        assembly ("memory-safe") {
            out := mload(0x40)
            let to := add(out, 0x20)
            mstore(0, "0123456789ABCDEF")
            // Bit c is set when byte c is kept: 0x21..0x7e less "#%<>\^`{|}.
            let kept := 0x47fffffeafffffffafffffd200000000
            let from := add(plain, 0x20)
            let end := add(from, mload(plain))
            for {} lt(from, end) { from := add(from, 32) } {
                let w := mload(from)
                // What lies beyond the end is not text, and must not be escaped.
                if lt(sub(end, from), 32) {
                    let beyond := shr(shl(3, sub(end, from)), not(0))
                    w := or(
                        and(w, not(beyond)),
                        and(
                            beyond,
                            0x4141414141414141414141414141414141414141414141414141414141414141
                        )
                    )
                }
                mstore(to, w)
                let low :=
                    and(w, 0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f)
                let pair :=
                    or(low, 0x0202020202020202020202020202020202020202020202020202020202020202)
                // Beyond ASCII, or from 0x7b on.
                let found :=
                    or(
                        w,
                        add(low, 0x0505050505050505050505050505050505050505050505050505050505050505)
                    )
                // Below 0x27.
                found := or(
                    found,
                    not(
                        add(low, 0x5959595959595959595959595959595959595959595959595959595959595959)
                    )
                )
                // < and >, backslash and ^, `.
                found := or(
                    found,
                    not(
                        add(
                            xor(
                                pair,
                                0x3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e
                            ),
                            0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f
                        )
                    )
                )
                found := or(
                    found,
                    not(
                        add(
                            xor(
                                pair,
                                0x5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e
                            ),
                            0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f
                        )
                    )
                )
                found := or(
                    found,
                    not(
                        add(
                            xor(
                                low,
                                0x6060606060606060606060606060606060606060606060606060606060606060
                            ),
                            0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f
                        )
                    )
                )
                found := and(
                    found,
                    0x8080808080808080808080808080808080808080808080808080808080808080
                )
                let left := 32
                for {} found {} {
                    // The place of the first such byte, by halves.
                    let k := shl(4, iszero(shr(128, found)))
                    k := or(k, shl(3, iszero(shr(192, shl(shl(3, k), found)))))
                    k := or(k, shl(2, iszero(shr(224, shl(shl(3, k), found)))))
                    k := or(k, shl(1, iszero(shr(240, shl(shl(3, k), found)))))
                    k := or(k, iszero(shr(248, shl(shl(3, k), found))))
                    let c := byte(k, w)
                    k := add(k, 1)
                    to := add(to, k)
                    left := sub(left, k)
                    k := shl(3, k)
                    w := shl(k, w)
                    found := shl(k, found)
                    if iszero(and(shr(c, kept), 1)) {
                        mstore8(sub(to, 1), 0x25)
                        mstore8(to, byte(shr(4, c), mload(0)))
                        mstore8(add(to, 1), byte(and(c, 15), mload(0)))
                        to := add(to, 2)
                        mstore(to, w)
                    }
                }
                to := add(to, left)
            }
            to := sub(to, sub(from, end))
            mstore(out, sub(sub(to, out), 0x20))
            mstore(0x40, and(add(to, 63), not(31)))
        }
    }
}
