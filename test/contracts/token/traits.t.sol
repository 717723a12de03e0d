// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC7496} from "../../../contracts/interfaces/IERC7496.sol";
import {Garden} from "./Garden.sol";

contract TraitsTest is Garden {
    bytes4 private constant UNKNOWN = bytes4(keccak256("OwnerQueryForNonexistentToken()"));

    function test_supportsInterface_namesTheTraits() public view {
        assertEq(bytes32(type(IERC7496).interfaceId), bytes32(bytes4(0xaf332f3e)));
        uint256 gas = gasleft();
        assertTrue(token.supportsInterface(0xaf332f3e));
        assertLt(gas - gasleft(), 30_000);
    }

    function test_getTraitValue_isTheNewestChoice() public {
        uint256 home = genomes.genomeOf(0).homeStation();
        _assertTraits(0, [uint256(0), home, 0, 0, 0]);
        vm.startPrank(alice);
        uint256 to = _elsewhere(0);
        token.move(0, to);
        token.pin(0, birth);
        _assertTraits(0, [uint256(2), to, birth, 0, 0]);
        _wait(1);
        token.follow(0);
        token.adoptModel(0, 1);
        token.adoptArt(0, 1);
        _assertTraits(0, [uint256(5), to, 0, 1, 1]);
        _assertTraits(1, [uint256(0), genomes.genomeOf(1).homeStation(), 0, 0, 0]);
    }

    function test_getTraitValue_ofASeedIsZero() public {
        _mint(alice, 1);
        _assertTraits(4, [uint256(0), 0, 0, 0, 0]);
    }

    function test_getTraitValues_mayBeNoneOrRepeated() public view {
        assertEq(token.getTraitValues(0, new bytes32[](0)).length, 0);
        bytes32[] memory keys = new bytes32[](2);
        keys[0] = keys[1] = keccak256("station");
        bytes32[] memory values = token.getTraitValues(0, keys);
        assertEq(values[0], values[1]);
        assertEq(uint256(values[0]), genomes.genomeOf(0).homeStation());
    }

    function test_fuzz_RevertWhen_theKeyIsUnknown(bytes32 key) public {
        vm.assume(key != keccak256("stateNonce") && key != keccak256("station"));
        vm.assume(key != keccak256("pinnedEpoch") && key != keccak256("model"));
        vm.assume(key != keccak256("artVersion"));
        vm.expectRevert(abi.encodeWithSelector(IERC7496.TraitKeyUnknown.selector, key));
        token.getTraitValue(0, key);
        bytes32[] memory keys = new bytes32[](2);
        (keys[0], keys[1]) = (keccak256("station"), key);
        vm.expectRevert(abi.encodeWithSelector(IERC7496.TraitKeyUnknown.selector, key));
        token.getTraitValues(0, keys);
    }

    function test_RevertWhen_theTokenDoesNotExist() public {
        vm.prank(alice);
        token.burn(0);
        uint256[3] memory ids = [uint256(0), 4, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(UNKNOWN);
            token.getTraitValue(ids[i], keccak256("station"));
            vm.expectRevert(UNKNOWN);
            token.getTraitValues(ids[i], new bytes32[](0));
        }
    }

    function test_fuzz_RevertWhen_aTraitIsSet(address by, uint256 id, bytes32 key, bytes32 value)
        public
    {
        vm.prank(by);
        vm.expectRevert(IERC7496.TraitsAreChosen.selector);
        token.setTrait(id, key, value);
        vm.prank(alice);
        vm.expectRevert(IERC7496.TraitsAreChosen.selector);
        token.setTrait(0, keccak256("model"), bytes32(uint256(1)));
    }

    /// @dev The home is known from germination on: that, too, is an update of a trait.
    function test_germination_updatesTheStations() public {
        _mint(alice, 3);
        bytes memory header = _ripen("x");
        vm.expectEmit(address(token));
        emit IERC7496.TraitUpdatedRange(keccak256("station"), 4, 6);
        genomes.germinate(header, 10);
    }

    function _assertTraits(uint256 id, uint256[5] memory expected) private view {
        string[5] memory names = ["stateNonce", "station", "pinnedEpoch", "model", "artVersion"];
        bytes32[] memory keys = new bytes32[](5);
        for (uint256 i; i < 5; ++i) {
            keys[i] = keccak256(bytes(names[i]));
            assertEq(uint256(token.getTraitValue(id, keys[i])), expected[i], names[i]);
        }
        bytes32[] memory values = token.getTraitValues(id, keys);
        assertEq(values.length, 5);
        for (uint256 i; i < 5; ++i) {
            assertEq(uint256(values[i]), expected[i], names[i]);
        }
    }
}
