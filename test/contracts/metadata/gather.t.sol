// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Condition} from "../../../contracts/art/Condition.sol";
import {Phenotype, Phenotypes} from "../../../contracts/art/Phenotype.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {IEngine} from "../../../contracts/interfaces/IEngine.sol";
import {Exposure} from "../../../contracts/types/Exposure.sol";
import {Genome} from "../../../contracts/types/Genome.sol";
import {Observation, ObservationFields} from "../../../contracts/types/Observation.sol";
import {Fixture} from "../Fixture.sol";

/// @dev What Metadata reads from the chain; what is made of it, the vectors hold.
contract GatherTest is Fixture {
    function test_sceneOf_ungerminatedIsEmpty() public {
        _mint(alice, 1);
        uint256 epoch = _observeNext();
        Scene memory s = metadata.sceneOf(token, 0, epoch);
        assertFalse(s.genome.germinated());
        assertEq(s.epoch, epoch);
        assertEq(s.time, epoch * 25_200);
        assertEq(bytes(s.stationName).length, 0);
    }

    function test_RevertWhen_sceneOf_neverMinted() public {
        vm.expectRevert();
        metadata.sceneOf(token, 0, 1);
    }

    /// @dev It believes whatever it is handed, and has nothing to lose: all of it is views.
    function test_RevertWhen_views_theTokenIsNoCollection() public {
        IHeliotrope[3] memory strangers =
            [IHeliotrope(address(0)), IHeliotrope(mallory), IHeliotrope(address(models))];
        for (uint256 i; i < strangers.length; ++i) {
            vm.expectRevert();
            metadata.sceneOf(strangers[i], 0, 1);
            vm.expectRevert();
            metadata.tokenURI(strangers[i], 0);
            vm.expectRevert();
            metadata.plantSvg(strangers[i], 0);
            vm.expectRevert();
            metadata.skyPng(strangers[i], 0, 48);
            vm.expectRevert();
            metadata.phenotypeAt(strangers[i], 0, 1);
            vm.expectRevert();
            metadata.skyInputsAt(strangers[i], 0, 1);
        }
    }

    function test_sceneOf_gathersPlaceWeatherAndSums() public {
        _mint(alice, 1);
        _germinate("chance");
        uint256 epoch;
        for (uint256 i; i < 30; ++i) {
            epoch = _observeNext();
        }
        Scene memory s = metadata.sceneOf(token, 0, epoch);
        uint256 station = s.genome.homeStation();
        assertEq(Genome.unwrap(s.genome), Genome.unwrap(genomes.genomeOf(0)));
        assertEq(s.birthEpoch, genomes.birthEpochOf(0));
        assertEq(s.stationName, climate.stationOf(station).name);
        assertEq(s.latMicroDeg, climate.stationOf(station).latMicroDeg);
        assertEq(s.weatherAge, 0);
        assertEq(s.now.tempCentiC(), 1250);
        // A week's memory, and a life that began at birth.
        assertEq(s.recent.observed(), 24);
        assertEq(s.recent.rainCentiMm(), 24 * 30);
        assertEq(s.life.observed(), epoch - s.birthEpoch);
    }

    function test_sceneOf_agesTheWeather() public {
        _mint(alice, 1);
        _germinate("chance");
        _observeNext();
        uint256 epoch = _observeNext();
        assertEq(metadata.sceneOf(token, 0, epoch + 3).weatherAge, 3);
        assertEq(metadata.sceneOf(token, 0, epoch + 3).epoch, epoch + 3);
        assertEq(metadata.sceneOf(token, 0, epoch + 80_000).weatherAge, 65_535);
    }

    /// @dev Every view answers for every minted token; the end of time is the last epoch of 40 bits.
    function test_fuzz_views_answerForEveryEpochAndTime(uint256 when) public {
        _mint(alice, 2);
        _germinate("chance");
        _observeNext();
        _mint(alice, 1);
        uint256 end = type(uint40).max;
        uint256[4] memory moments = [when, type(uint256).max, end + 1, end * 25_200];
        for (uint256 i; i < moments.length; ++i) {
            // Germinated and not.
            for (uint256 id = 1; id < 3; ++id) {
                Scene memory s = metadata.sceneOf(token, id, moments[i]);
                assertEq(s.epoch, moments[i] < end ? moments[i] : end);
                assertEq(s.time, uint256(s.epoch) * 25_200);
                metadata.skyInputsAt(token, id, moments[i]);
                metadata.phenotypeAt(token, id, moments[i]);
            }
        }
        assertEq(metadata.phenotypeAt(token, 1, type(uint256).max).age, _ageAt(1, end));
    }

    function test_sceneOf_beforeBirthReadsNoSums() public {
        _mint(alice, 1);
        _observeNext();
        _germinate("chance");
        uint256 birth = genomes.birthEpochOf(0);
        Scene memory s = metadata.sceneOf(token, 0, birth - 1);
        assertEq(Exposure.unwrap(s.life), 0);
        assertEq(Exposure.unwrap(s.recent), 0);
        assertEq(Phenotypes.phenotypeOf(s).stage, 1);
    }

    /// @dev A raster may be disputed long after its epoch: nothing later may move what it was painted from.
    function test_skyInputsAt_isFixedByTheEpochsInstant() public {
        _mint(alice, 2);
        _germinate("chance");
        uint256 epoch = _observeNext();
        (uint256 model, bytes32 latent, bytes32 condition) = metadata.skyInputsAt(token, 1, epoch);
        assertEq(latent, genomes.genomeOf(1).latentOf());

        ObservationFields memory storm = _mild();
        storm.codeRank = 27;
        storm.tempCentiC = -2000;
        _observe(_nextEpoch(), storm);
        _mint(bob, 3);
        _germinate("other chance");
        vm.startPrank(owner);
        climate.addStation("Elsewhere", 1, 1);
        vm.stopPrank();
        vm.prank(alice);
        token.burn(1);
        vm.warp(block.timestamp + 900 days);

        (uint256 modelLater, bytes32 latentLater, bytes32 conditionLater) =
            metadata.skyInputsAt(token, 1, epoch);
        assertEq(modelLater, model);
        assertEq(latentLater, latent);
        assertEq(conditionLater, condition);
        for (uint256 i; i < 32; ++i) {
            assertLt(uint8(condition[i]), i < 20 ? 128 : 1);
        }
    }

    function test_phenotypeAt_isOfTheShownEpoch() public {
        _mint(alice, 1);
        _germinate("chance");
        _observeNext();
        uint256 epoch = _observeNext();
        Phenotype memory p = metadata.phenotypeAt(token, 0, block.timestamp + 100);
        Phenotype memory q = Phenotypes.phenotypeOf(metadata.sceneOf(token, 0, epoch));
        assertEq(keccak256(abi.encode(p)), keccak256(abi.encode(q)));
        assertEq(Condition.conditionOf(p), Condition.conditionOf(q));
    }

    function test_tokenURI_costs() public {
        _mint(alice, 10);
        _mint(alice, 10);
        _germinate("chance");
        for (uint256 i; i < 30; ++i) {
            _observeNext();
        }
        uint256 worst;
        uint256 longest;
        for (uint256 id; id < 20; ++id) {
            (uint256 used, uint256 length) = this.measure(id);
            if (used > worst) worst = used;
            if (length > longest) longest = length;
        }
        emit log_named_uint("tokenURI, worst gas of 20", worst);
        emit log_named_uint("tokenURI, most characters of 20", longest);
        assertLt(worst, 16_000_000);
        assertLe(longest, 99_900);
    }

    function test_skyPng_isTheEnginesPicture() public {
        _mint(alice, 1);
        _germinate("chance");
        uint256 epoch = _observeNext();
        (uint256 model, bytes32 latent, bytes32 condition) = metadata.skyInputsAt(token, 0, epoch);
        assertEq(metadata.skyPng(token, 0, 47), engine.skyPng(model, latent, condition, 47));
        vm.expectRevert(abi.encodeWithSelector(IEngine.PictureTooLarge.selector, 65, 64));
        metadata.skyPng(token, 0, 65);
    }

    function _ageAt(uint256 id, uint256 epoch) private view returns (int256) {
        return int256(epoch - genomes.birthEpochOf(id));
    }

    /// @dev External, so that every call starts with fresh memory.
    function measure(uint256 id) external view returns (uint256 used, uint256 length) {
        used = gasleft();
        string memory uri = token.tokenURI(id);
        used -= gasleft();
        length = bytes(uri).length;
        assert(LibString.startsWith(uri, "data:application/json;base64,"));
    }
}
