// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";

import {Fixture} from "../Fixture.sol";

/// @dev Whatever state the system is in, `tokenURI` answers, within the limits of nodes.
contract UriTest is Fixture {
    function test_tokenURI_answersForASeedBeforeAnyWeather() public {
        _mint(alice, 1);
        _assertAnswers(0);
    }

    function test_tokenURI_answersForAPlantBeforeAnyWeather() public {
        _mint(alice, 1);
        _germinate("chance");
        _assertAnswers(0);
    }

    function test_tokenURI_answersThroughALife() public {
        _mint(alice, 3);
        _germinate("chance");
        for (uint256 i; i < 30; ++i) {
            _observeNext();
        }
        _assertAnswers(2);
        // Old weather is drawn as old, not hidden.
        vm.warp(block.timestamp + 400 days);
        _assertAnswers(2);
        vm.warp(block.timestamp + 4000 days);
        _assertAnswers(2);
    }

    function _assertAnswers(uint256 id) private view {
        uint256 used = gasleft();
        string memory uri = token.tokenURI(id);
        assertLt(used - gasleft(), 16_000_000);
        assertTrue(LibString.startsWith(uri, "data:application/json"));
        assertLe(bytes(uri).length, 99_900);
    }
}
