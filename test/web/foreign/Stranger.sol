// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

interface IInputs {
    function skyInputsAt(address token, uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256, bytes32, bytes32);
}

/// @title An art version that says whatever it was told to say.
contract Stranger {
    /// @dev Whose skies its plants stand under; none where it is silent.
    IInputs private _skies;
    string private _uri;
    string private _svg;
    /// @dev Spaces in place of the mark `~` in what it says, a multiple of 32.
    uint256 private _spaces;

    error Silent();

    function say(IInputs skies, string calldata uri, string calldata svg, uint256 spaces) external {
        (_skies, _uri, _svg, _spaces) = (skies, uri, svg, spaces);
    }

    function tokenURI(address, uint256) external view returns (string memory) {
        if (address(_skies) == address(0)) revert Silent();
        return _filled(_uri);
    }

    function plantSvg(address, uint256) external view returns (string memory) {
        return _filled(_svg);
    }

    function skyInputsAt(address token, uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256, bytes32, bytes32)
    {
        if (address(_skies) == address(0)) revert Silent();
        return _skies.skyInputsAt(token, tokenId, epoch);
    }

    function _filled(string memory text) private view returns (string memory) {
        bytes memory from = bytes(text);
        for (uint256 i; i < from.length; i++) {
            if (from[i] != "~") continue;
            bytes memory head = new bytes(i);
            bytes memory tail = new bytes(from.length - i - 1);
            for (uint256 j; j < i; j++) {
                head[j] = from[j];
            }
            for (uint256 j; j < tail.length; j++) {
                tail[j] = from[i + 1 + j];
            }
            bytes memory spaces = new bytes(_spaces);
            assembly ("memory-safe") {
                let end := add(add(spaces, 32), and(mload(spaces), not(31)))
                for { let at := add(spaces, 32) } lt(at, end) { at := add(at, 32) } {
                    mstore(at, "                                ")
                }
            }
            return string.concat(string(head), string(spaces), string(tail));
        }
        return text;
    }
}
