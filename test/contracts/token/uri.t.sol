// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721A} from "erc721a/contracts/IERC721A.sol";
import {LibString} from "solady/utils/LibString.sol";

import {Cause} from "../../../contracts/interfaces/ICauses.sol";
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

    /// @dev No text of the collection can push the answer over what nodes pass on, or out of its quotes.
    function test_tokenURI_leavesOutWhatIsNoLink() public {
        _mint(alice, 1);
        _germinate("chance");
        uint256 plain = _length("");
        string memory path = LibString.repeat("a", 192);
        string memory link = string.concat("https://", path);
        assertGt(_length(link), plain);
        assertEq(_length(string.concat(link, "a")), plain);
        assertEq(_length(LibString.repeat("https://", 900)), plain);
        assertEq(_length('https://a","name":"b'), plain);
        assertEq(_length("javascript:alert(1)"), plain);
        assertEq(_length(unicode"https://é"), plain);
    }

    function test_tokenHtml_isAPageOfItsOwn() public {
        _mint(alice, 2);
        _germinate("chance");
        _mint(alice, 1);
        _observeNext();
        for (uint256 id; id < 3; ++id) {
            string memory page = token.tokenHtml(id);
            assertEq(page, metadata.tokenHtml(token, id));
            assertTrue(LibString.startsWith(page, "<!doctype html>"));
        }
    }

    function test_explain_answersInEveryState() public {
        _mint(alice, 1);
        assertEq(token.explain(0).length, 1);
        _germinate("chance");
        assertGt(token.explain(0).length, 10);
        _observeNext();
        Cause[] memory causes = token.explain(0);
        assertEq(abi.encode(causes), abi.encode(metadata.explain(token, 0)));
        assertEq(causes[0].feature, "Stage");
        for (uint256 i; i < causes.length; ++i) {
            assertNotEq(bytes(causes[i].value).length, 0, causes[i].feature);
            assertTrue(LibString.endsWith(causes[i].cause, "."), causes[i].feature);
        }
    }

    function test_RevertWhen_theTokenDoesNotExist() public {
        _mint(alice, 2);
        vm.prank(alice);
        token.burn(1);
        uint256[3] memory ids = [1, 2, type(uint256).max];
        for (uint256 i; i < ids.length; ++i) {
            vm.expectRevert(IERC721A.URIQueryForNonexistentToken.selector);
            token.tokenURI(ids[i]);
            vm.expectRevert(IERC721A.URIQueryForNonexistentToken.selector);
            token.tokenHtml(ids[i]);
            vm.expectRevert(IERC721A.URIQueryForNonexistentToken.selector);
            token.explain(ids[i]);
        }
    }

    /// @dev An art version that makes no page has none to show, and says nothing else instead.
    function test_RevertWhen_theArtVersionMakesNoPage() public {
        _mint(alice, 1);
        _germinate("chance");
        _observeNext();
        vm.prank(owner);
        models.registerArt(address(engine));
        vm.prank(alice);
        token.adoptArt(0, 1);
        _observeNext();
        vm.expectRevert(bytes(""));
        token.tokenHtml(0);
        vm.expectRevert(bytes(""));
        token.explain(0);
    }

    function _length(string memory url) private returns (uint256) {
        vm.prank(owner);
        token.setNames("", url, "");
        return bytes(token.tokenURI(0)).length;
    }

    function _assertAnswers(uint256 id) private view {
        uint256 used = gasleft();
        string memory uri = token.tokenURI(id);
        assertLt(used - gasleft(), 16_000_000);
        assertTrue(LibString.startsWith(uri, "data:application/json"));
        assertLe(bytes(uri).length, 99_900);
    }
}
