// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "solady/auth/Ownable.sol";

import {IERC4906} from "../../../contracts/interfaces/IERC4906.sol";
import {INames} from "../../../contracts/interfaces/INames.sol";
import {SaleFixture} from "./SaleFixture.sol";

contract NamesTest is SaleFixture {
    function test_names_areTheTermsAtFirst() public {
        Settings memory settings = _settings();
        _assertNames(settings.terms.description, settings.terms.externalUrl, "");
        assertEq(token.name(), "Heliotrope");
        assertEq(token.symbol(), "HELIO");
    }

    function test_fuzz_setNames_keepsWhatItWasGiven(
        string memory a,
        string memory b,
        string memory c
    ) public {
        vm.assume(bytes(a).length + bytes(b).length + bytes(c).length < 7000);
        vm.expectEmit(address(token));
        emit INames.ContractURIUpdated();
        vm.prank(artist);
        token.setNames(a, b, c);
        _assertNames(a, b, c);
        vm.prank(owner);
        token.setNames(c, a, b);
        _assertNames(c, a, b);
    }

    function test_setNames_announcesTheTokensOnlyWithAnotherLink() public {
        vm.startPrank(artist);
        token.setNames("a", "https://one.example", "");
        vm.recordLogs();
        token.setNames("b", "https://one.example", "c");
        assertEq(vm.getRecordedLogs().length, 1);
        vm.expectEmit(address(token));
        emit IERC4906.BatchMetadataUpdate(0, type(uint256).max);
        token.setNames("b", "https://two.example", "c");
    }

    function test_setNames_takesWhateverDecodes() public {
        // The texts in another order, with something between and behind them: unusual, and sound.
        bytes memory data = abi.encodePacked(
            token.setNames.selector,
            abi.encode(uint256(0xe0), uint256(0xa0), uint256(0x60)),
            abi.encode(uint256(5), bytes32("image")),
            abi.encode(uint256(3), bytes32("url")),
            abi.encode(uint256(4), bytes32("text")),
            "behind"
        );
        vm.prank(artist);
        (bool ok,) = address(token).call(data);
        assertTrue(ok);
        _assertNames("text", "url", "image");
    }

    function test_RevertWhen_theTextsDoNotDecode() public {
        bytes4 selector = token.setNames.selector;
        bytes[4] memory broken = [
            abi.encodePacked(selector),
            // Outside the call data; behind its end; longer than it.
            abi.encodePacked(selector, type(uint256).max, uint256(0x60), uint256(0x60), uint256(0)),
            abi.encodePacked(selector, uint256(0x60), uint256(0x60), uint256(0x80), uint256(0)),
            abi.encodePacked(selector, uint256(0x60), uint256(0x60), uint256(0x60), uint256(1))
        ];
        vm.startPrank(artist);
        for (uint256 i; i < 4; ++i) {
            (bool ok,) = address(token).call(broken[i]);
            assertFalse(ok, vm.toString(i));
        }
        token.names();
    }

    function test_RevertWhen_theTextsAreTooLong() public {
        vm.startPrank(artist);
        token.setNames("", "", string(new bytes(7808)));
        vm.expectRevert(abi.encodeWithSelector(INames.NamesTooLong.selector, 8032, 8000));
        token.setNames("", "", string(new bytes(7809)));
        // Nor hidden behind the texts.
        bytes memory data = abi.encodePacked(
            abi.encodeCall(token.setNames, ("", "", string(new bytes(7808)))), hex"00"
        );
        (bool ok,) = address(token).call(data);
        assertFalse(ok);
    }

    function test_RevertWhen_aStrangerSetsTheNames() public {
        address[3] memory strangers = [mallory, guardian, treasury];
        for (uint256 i; i < 3; ++i) {
            vm.prank(strangers[i]);
            vm.expectRevert(Ownable.Unauthorized.selector);
            token.setNames("", "", "");
        }
    }

    function _assertNames(string memory a, string memory b, string memory c) private view {
        (string memory description, string memory externalUrl, string memory image) = token.names();
        assertEq(description, a);
        assertEq(externalUrl, b);
        assertEq(image, c);
    }
}
