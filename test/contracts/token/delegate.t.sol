// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IChoices} from "../../../contracts/interfaces/IChoices.sol";
import {DelegateRegistry} from "./DelegateRegistry.sol";
import {Garden} from "./Garden.sol";

contract DelegateTest is Garden {
    DelegateRegistry private constant REGISTRY =
        DelegateRegistry(0x00000000000000447e69651d841bD8D104Bed493);

    function setUp() public override {
        super.setUp();
        vm.etch(address(REGISTRY), address(new DelegateRegistry()).code);
    }

    function test_delegates_chooseForAToken() public {
        vm.prank(alice);
        REGISTRY.delegateERC721(bob, address(token), 0, "", true);
        _assertChooses(bob, 0, true);
        _assertChooses(bob, 1, false);
        _assertChooses(mallory, 0, false);
    }

    function test_delegates_makeEveryChoice() public {
        vm.prank(alice);
        REGISTRY.delegateERC721(bob, address(token), 0, "", true);
        uint256 to = _elsewhere(0);
        vm.startPrank(bob);
        token.move(0, to);
        token.pin(0, birth);
        token.follow(0);
        token.adoptModel(0, 1);
        token.adoptArt(0, 1);
        assertEq(token.stateNonce(0), 5);
        // And nothing else: the token is not theirs.
        vm.expectRevert(bytes4(keccak256("TransferCallerNotOwnerNorApproved()")));
        token.burn(0);
    }

    function test_delegates_chooseForTheContractAndForAll() public {
        vm.startPrank(alice);
        REGISTRY.delegateContract(bob, address(token), "", true);
        REGISTRY.delegateAll(keeper, "", true);
        vm.stopPrank();
        for (uint256 id; id < 4; ++id) {
            _assertChooses(bob, id, true);
            _assertChooses(keeper, id, true);
        }
    }

    function test_delegates_ofOtherThingsDoNotChoose() public {
        vm.startPrank(alice);
        REGISTRY.delegateERC721(bob, address(genomes), 0, "", true);
        REGISTRY.delegateContract(bob, address(genomes), "", true);
        // Special rights are for something else.
        REGISTRY.delegateAll(bob, "vote", true);
        REGISTRY.delegateERC721(bob, address(token), 0, "airdrop", true);
        vm.stopPrank();
        // And who is no holder gives nothing.
        vm.prank(mallory);
        REGISTRY.delegateAll(bob, "", true);
        _assertChooses(bob, 0, false);
    }

    function test_delegates_endWithTheDelegationOrTheOwnership() public {
        vm.startPrank(alice);
        REGISTRY.delegateContract(bob, address(token), "", true);
        token.transferFrom(alice, keeper, 1);
        vm.stopPrank();
        _assertChooses(bob, 0, true);
        _assertChooses(bob, 1, false);
        vm.prank(alice);
        REGISTRY.delegateContract(bob, address(token), "", false);
        _assertChooses(bob, 0, false);
        // The former holder is no delegate either.
        _assertChooses(alice, 1, false);
    }

    /// @dev Whatever lies at the registry's address, nobody else may choose, and the holder always may.
    function test_delegates_areNobodyWhereTheRegistryIsNone() public {
        bytes[9] memory codes = [
            bytes(""), // nothing
            hex"00", // stops
            hex"fd", // reverts
            hex"fe", // eats all gas
            hex"60025f5260205ff3", // answers 2
            hex"5f195f5260205ff3", // answers the largest word
            hex"60015f52601f5ff3", // answers 31 bytes
            hex"60015f5260205ffd", // reverts with 1
            hex"60015f5560015f5260205ff3" // writes, then answers 1
        ];
        for (uint256 i; i < codes.length; ++i) {
            vm.etch(address(REGISTRY), codes[i]);
            _assertChooses(mallory, 0, false);
            _assertChooses(alice, 0, true);
        }
    }

    /// @dev More than a word is not looked at.
    function test_delegates_areNotBuriedUnderTheAnswer() public {
        vm.etch(address(REGISTRY), hex"60015f526201fff05ff3");
        _assertChooses(bob, 0, true);
    }

    function _assertChooses(address who, uint256 id, bool may) private {
        uint256 other = 1 - uint256(token.getTraitValue(id, keccak256("model")));
        vm.prank(who);
        if (!may) {
            vm.expectRevert(abi.encodeWithSelector(IChoices.NotHolder.selector, id, who));
        }
        token.adoptModel{gas: 5_000_000}(id, other);
    }
}
