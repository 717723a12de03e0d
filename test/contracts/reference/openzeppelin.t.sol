// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Wired} from "../../../contracts/token/Wired.sol";
import {CoreCollection, ModelCollection} from "./Collections.sol";
import {Pair} from "./Pair.sol";

/// @dev Differential fuzz against OpenZeppelin's ERC721. `Pair` compares success, answers and events of
/// each call; what is left to compare here is what both remember.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 96
/// forge-config: long.invariant.runs = 250
/// forge-config: long.invariant.depth = 200
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: long.invariant.fail-on-revert = true
contract OpenZeppelinTest is Test {
    CoreCollection private ours;
    ModelCollection private model;
    Pair private pair;

    function setUp() public {
        Wired.Wiring memory wiring;
        ours = new CoreCollection(wiring);
        model = new ModelCollection();
        pair = new Pair(ours, model);
        targetContract(address(pair));
    }

    function invariant_bothRememberTheSame() public view {
        // Each event was compared already: it is enough to look now and then.
        if (pair.made() % 8 == 0) _compare();
    }

    function afterInvariant() public view {
        _compare();
        // Where everything reverts, little is compared.
        if (pair.made() > 64) assertGt(pair.succeeded(), 16);
    }

    function _compare() private view {
        for (uint256 id; id < pair.minted() + 1; ++id) {
            _same(abi.encodeCall(model.ownerOf, (id)));
            _same(abi.encodeCall(model.getApproved, (id)));
        }
        uint256 sum;
        for (uint256 i; i + 1 < pair.peopleCount(); ++i) {
            address person = pair.people(i);
            assertEq(ours.balanceOf(person), model.balanceOf(person));
            sum += ours.balanceOf(person);
            address other = pair.people((i + sum) % pair.peopleCount());
            _same(abi.encodeCall(model.isApprovedForAll, (person, other)));
        }
        assertEq(ours.totalSupply(), sum);
        assertEq(ours.totalMinted(), pair.minted());
    }

    function _same(bytes memory call) private view {
        (bool ok, bytes memory answer) = address(ours).staticcall(call);
        (bool isModel, bytes memory wanted) = address(model).staticcall(call);
        assertEq(ok, isModel);
        if (ok) assertEq(answer, wanted);
    }
}
