// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Sound} from "./Sound.sol";

/// @dev Runs code in the picture.
contract ScriptInSvg is Sound {
    function _drawing() internal pure override returns (string memory) {
        return string.concat(
            super._drawing(), "<script>alert(1)</script><circle r='9' onclick='alert(2)'/>"
        );
    }
}

/// @dev Loads a font, a style and a picture from elsewhere, the last one hidden behind an escape of CSS.
contract ExternalReference is Sound {
    function _drawing() internal pure override returns (string memory) {
        return string.concat(
            "<style>@import 'https://fonts.example.org/a.css';.a{fill:u\\72l(//example.org/a.svg)}</style>",
            super._drawing(),
            "<image href='https://example.org/a.png' width='9' height='9'/>"
        );
    }
}

/// @dev One bit of a checksum is wrong.
contract BrokenPng is Sound {
    function _png() internal pure override returns (string memory) {
        return "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mP4sMVB2TiGIX9WVJSJAgAmEQSohIPc8AAAAABJRU5ErkJggg==";
    }
}

/// @dev A white square in a white square.
contract BlankPicture is Sound {
    function _drawing() internal pure override returns (string memory) {
        return
            "<rect width='100' height='100' fill='#fff'/><rect width='50' height='50' fill='white'/>";
    }
}

/// @dev Text set with HTML, an arithmetic fault, and a gradient that is not there.
contract NoPicture is Sound {
    function _drawing() internal pure override returns (string memory) {
        return string.concat(
            super._drawing(),
            "<foreignObject width='9' height='9'/><path d='M0 NaN' fill='url(#gone)'/>"
        );
    }
}

/// @dev No namespace, no size, no words.
contract NoFrame is Sound {
    function _svg(uint256) internal pure override returns (string memory) {
        return LibString.replace(string.concat("<svg>", _drawing(), "</svg>"), "href", "xlink:href");
    }
}
