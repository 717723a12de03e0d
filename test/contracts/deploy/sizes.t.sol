// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";

import {Fixture} from "../Fixture.sol";

/// @dev forge does not enforce what chains do. Gas of the deployments is held by the test over anvil.
contract SizesTest is Fixture {
    function test_deploy_staysBelowTheRuntimeLimit() public view {
        address[18] memory pieces = [
            address(contractMetadata),
            address(timelock),
            address(models),
            address(climate),
            address(genomes),
            address(choices),
            address(engine),
            address(plant),
            address(skies),
            address(documents),
            address(causes),
            address(livingPage),
            address(metadata),
            address(almanac),
            address(almanacImplementation),
            address(token),
            address(provenance),
            address(adapter)
        ];
        for (uint256 i; i < pieces.length; ++i) {
            assertGt(pieces[i].code.length, 0);
            assertLe(pieces[i].code.length, 24_000, vm.toString(i));
        }
        // What Plant draws with and the almanac works with, who keep where they are to themselves.
        string[6] memory inside = ["Earth", "Border", "Meadow", "Rockery", "Thicket", "Proceedings"];
        for (uint256 i; i < inside.length; ++i) {
            string memory at = string.concat("out/", inside[i], ".sol/", inside[i], ".json");
            assertLe(vm.getDeployedCode(at).length, 24_000, inside[i]);
        }
    }

    function test_deploy_staysBelowTheInitcodeLimit() public view {
        string[23] memory names = [
            "ContractMetadata",
            "TimelockController",
            "Models",
            "Climate",
            "Genomes",
            "Choices",
            "Engine",
            "Earth",
            "Border",
            "Meadow",
            "Rockery",
            "Thicket",
            "Plant",
            "Skies",
            "Documents",
            "Causes",
            "LivingPage",
            "Metadata",
            "Almanac",
            "ERC1967Proxy",
            "Heliotrope",
            "Provenance",
            "ERC7007Adapter"
        ];
        for (uint256 i; i < names.length; ++i) {
            bytes memory initcode =
                vm.getCode(string.concat("out/", names[i], ".sol/", names[i], ".json"));
            // Constructor arguments are at most 1 KB.
            assertLe(initcode.length + 1024, 49_152, names[i]);
        }
    }

    function test_deploy_wiresThePieces() public view {
        assertEq(token.genomes(), address(genomes));
        assertEq(token.climate(), address(climate));
        assertEq(token.models(), address(models));
        assertEq(token.choices(), address(choices));
        assertEq(token.contractMetadata(), address(contractMetadata));
        assertEq(address(choices.token()), address(token));
        assertEq(address(choices.genomes()), address(genomes));
        assertEq(address(choices.climate()), address(climate));
        assertEq(address(choices.models()), address(models));
        (address art, bytes32 codeHash,) = models.artOf(0);
        assertEq(art, address(metadata));
        assertEq(codeHash, art.codehash);
        assertEq(address(provenance.token()), address(token));
        assertEq(address(provenance.almanac()), address(almanac));
        assertEq(address(provenance.models()), address(models));
        assertEq(address(adapter.token()), address(token));
        assertEq(address(adapter.almanac()), address(almanac));
        assertEq(address(adapter.models()), address(models));
        assertEq(address(metadata.plant()), address(plant));
        assertEq(address(metadata.skies()), address(skies));
        assertEq(address(metadata.documents()), address(documents));
        assertEq(address(metadata.causes()), address(causes));
        assertEq(address(metadata.livingPage()), address(livingPage));
        assertEq(address(skies.models()), address(models));
        assertEq(address(engine.MODELS()), address(models));
        assertEq(address(genomes.token()), address(token));
        assertEq(address(genomes.climate()), address(climate));
        assertEq(address(climate.token()), address(token));
        assertEq(address(almanac.climate()), address(climate));
        assertEq(address(almanac.token()), address(token));
        assertEq(
            vm.load(address(almanac), ERC1967Utils.IMPLEMENTATION_SLOT),
            bytes32(uint256(uint160(address(almanacImplementation))))
        );
        assertEq(almanac.owner(), owner);
        assertEq(almanacImplementation.owner(), address(0));
        assertEq(token.owner(), owner);
        assertEq(climate.owner(), owner);
        assertEq(models.owner(), owner);
        assertEq(climate.stationOf(0).name, "Seattle");
        assertEq(climate.stationOf(1).lonMicroDeg, -74_006_000);
    }
}
