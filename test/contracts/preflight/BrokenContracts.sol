// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Sound} from "./Sound.sol";

/// @dev Never ends.
contract EndlessGas is Sound {
    function tokenURI(uint256) external pure override returns (string memory) {
        while (true) {}
        return "";
    }
}

/// @dev Ends between the caps of two kinds of node.
contract MuchGas is Sound {
    function tokenURI(uint256 id) external view override returns (string memory) {
        uint256 start = gasleft();
        while (start - gasleft() < 27_000_000) {}
        if (!_exists(id)) revert TokenDoesNotExist();
        return _uri(_json(id));
    }
}

/// @dev Ends before the most common cap only.
contract MoreGas is Sound {
    function tokenURI(uint256 id) external view override returns (string memory) {
        uint256 start = gasleft();
        while (start - gasleft() < 35_000_000) {}
        if (!_exists(id)) revert TokenDoesNotExist();
        return _uri(_json(id));
    }
}

/// @dev Breaks off in the middle of its last word.
contract CutAnswer is Sound {
    function tokenURI(uint256 id) external pure override returns (string memory) {
        if (!_exists(id)) revert TokenDoesNotExist();
        assembly {
            mstore(0, 32)
            mstore(32, 5)
            mstore(64, "data:")
            return(0, 69)
        }
    }
}

/// @dev Answers for owners and royalties as it likes, and takes its time.
contract Careless is Sound {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        for (uint256 i; i < 2000; ++i) {
            if (id == bytes4(uint32(i))) return false;
        }
        return id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0x49064906
            || id == 0x2a55205a;
    }

    function ownerOf(uint256 id) external pure override returns (address) {
        return _exists(id) ? HOLDER : address(0);
    }

    function royaltyInfo(uint256, uint256 price) external pure override returns (address, uint256) {
        require(price > 1 ether, "too small");
        return (HOLDER, price / 20);
    }
}

/// @dev More than 100,000 bytes, most of them blanks.
contract LongAnswer is Sound {
    function _json(uint256 id) internal pure override returns (string memory) {
        bytes memory blanks = new bytes(80_000);
        for (uint256 i; i < blanks.length; ++i) {
            blanks[i] = " ";
        }
        return string.concat(string(blanks), super._json(id));
    }
}

/// @dev Says yes to everything.
contract YesToAll is Sound {
    function supportsInterface(bytes4) external pure override returns (bool) {
        return true;
    }
}

/// @dev Declares nothing of what it does.
contract Silent is Sound {
    function supportsInterface(bytes4) external pure override returns (bool) {
        return false;
    }
}

/// @dev Shows tokens that nobody has minted.
contract AnswersUnknown is Sound {
    function tokenURI(uint256 id) external pure override returns (string memory) {
        return _uri(_json(id));
    }
}

/// @dev Asks twice the price.
contract GreedyRoyalty is Sound {
    function royaltyInfo(uint256, uint256 price) external pure override returns (address, uint256) {
        return (HOLDER, price * 2);
    }
}

/// @dev Asks the same of every sale, for nobody.
contract FixedRoyalty is Sound {
    function royaltyInfo(uint256, uint256) external pure override returns (address, uint256) {
        return (address(0), 5000);
    }
}

/// @dev Has owners and no metadata.
contract NoMetadata {
    function ownerOf(uint256 id) external pure returns (address) {
        require(id == 1);
        return address(1);
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x80ac58cd;
    }
}

/// @dev Has code, and answers nothing that a token would.
contract NoToken {
    function total() external pure returns (uint256) {
        return 1;
    }
}
