// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Sound} from "./Sound.sol";

/// @dev Says its name twice.
contract DuplicateKeys is Sound {
    function _json(uint256 id) internal pure override returns (string memory) {
        return string.concat('{"name":"Another",', LibString.slice(super._json(id), 1));
    }
}

/// @dev Puts a holder's text into JSON as it is.
contract UnescapedName is Sound {
    function _name(uint256) internal pure override returns (string memory) {
        return 'The "Sound"';
    }
}

/// @dev Puts a holder's text into SVG as it is.
contract UnescapedTitle is Sound {
    function _title(uint256) internal pure override returns (string memory) {
        return "Sound & Vision";
    }
}

/// @dev Writes a colour into a URI that is not encoded.
contract BareHash is Sound {
    function _image(uint256 id) internal pure override returns (string memory) {
        return string.concat("data:image/svg+xml;utf8,", _svg(id));
    }
}

/// @dev Traits that marketplaces drop: a number as text, the same one twice, an object; a colour with #.
contract WrongTraits is Sound {
    function _json(uint256 id) internal pure override returns (string memory) {
        return string.concat(
            '{"name":"Wrong","description":"Traits.","background_color":"#23335c","image":"',
            _image(id),
            '","attributes":[{"trait_type":"Age","display_type":"number","value":"12"},',
            '{"trait_type":"Age","value":13},{"trait_type":"Home","value":{"city":"Seattle"}}]}'
        );
    }
}

/// @dev A page that loads, stores and calls what it must not.
contract LeakyPage is Sound {
    function _json(uint256 id) internal pure override returns (string memory) {
        return string.concat(
            '{"name":"Leaky","description":"A page.","image":"',
            _image(id),
            '","animation_url":"data:text/html,%3C!doctype%20html%3E%3Ctitle%3EPage%3C/title%3E',
            "%3Cscript%20src='https://cdn.example.org/three.js'%3E%3C/script%3E",
            "%3Cscript%3ElocalStorage.x=1;fetch('/x');alert(1)%3C/script%3E",
            '"}'
        );
    }
}

/// @dev Links to a server of its own.
contract Hosted is Sound {
    function tokenURI(uint256 id) external pure override returns (string memory) {
        if (!_exists(id)) revert TokenDoesNotExist();
        return "http://metadata.example.org/1.json";
    }
}

/// @dev Links to a server that browsers do follow.
contract OnServer is Sound {
    function tokenURI(uint256 id) external pure override returns (string memory) {
        if (!_exists(id)) revert TokenDoesNotExist();
        return "https://metadata.example.org/1.json";
    }
}

/// @dev Says of the collection what nobody can use.
contract WrongCollection is Sound {
    function contractURI() external pure override returns (string memory) {
        return _uri(
            '{"name":"","description":"A","image":7,"external_link":"example","collaborators":["me"]}'
        );
    }
}

/// @dev Half of an emoji, and a name that turns the text around it.
contract HalfCharacter is Sound {
    function _name(uint256) internal pure override returns (string memory) {
        return "Sound \\ud83c \\u202e";
    }
}

/// @dev Breaks nothing, as long as somebody keeps the file.
contract OnIpfs is Sound {
    function tokenURI(uint256 id) external pure override returns (string memory) {
        if (!_exists(id)) revert TokenDoesNotExist();
        return "ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    }
}
