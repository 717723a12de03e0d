// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Metadata} from "../../../contracts/Metadata.sol";
import {ObservationFields} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";
import {ModelFile} from "../models/ModelFile.sol";
import {Holders, IWorld} from "./Holders.sol";

/// @dev What holds of plants after any choices, in any weather. `Holders` itself compares what is shown with
/// what is announced, call by call.
/// forge-config: default.invariant.runs = 8
/// forge-config: default.invariant.depth = 64
/// forge-config: long.invariant.runs = 250
/// forge-config: long.invariant.depth = 200
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: long.invariant.fail-on-revert = true
contract ChoicesInvariant is Fixture, IWorld {
    Holders private holders;

    function setUp() public override {
        super.setUp();
        vm.startPrank(owner);
        climate.addStation("Tromso", 69_649_200, 18_955_300);
        models.register(ModelFile.blank(), address(engine));
        models.registerArt(address(new Metadata(plant, skies, documents, causes, livingPage)));
        vm.stopPrank();
        _observeNext();
        holders = new Holders(token, genomes, climate, metadata);
        for (uint256 i; i < 2; ++i) {
            vm.deal(holders.people(i), 10 ether);
            _mint(holders.people(i), 2);
        }
        _germinate("first");
        // The other two wait for their germination in the run.
        _mint(holders.people(0), 2);
        _ripen("second");
        targetContract(address(holders));
    }

    function observe(uint256 epoch, uint256 seed) external {
        ObservationFields memory f = _mild();
        f.tempCentiC = int256(seed % 3000) - 1000;
        f.precipCentiMm = seed % 500;
        f.codeRank = seed % 28;
        _observe(epoch, f);
    }

    function germinate(bytes32 randao) external {
        _germinate(randao);
    }

    function invariant_whatWasSaidHoldsForEver() public view {
        for (uint256 id; id < holders.PLANTS(); ++id) {
            assertEq(token.stateNonce(id), holders.choices(id));
            // One epoch a call; all of them at the end.
            if (holders.epochCount() != 0) _compare(uint256(token.stateHash(id)), id);
        }
    }

    function afterInvariant() public view {
        for (uint256 i; i < holders.epochCount(); ++i) {
            for (uint256 id; id < holders.PLANTS(); ++id) {
                _compare(i, id);
            }
        }
    }

    function _compare(uint256 which, uint256 id) private view {
        uint256 epoch = holders.epochs(which % holders.epochCount());
        assertEq(holders.sayOf(id, epoch), holders.said(epoch, id));
    }
}
