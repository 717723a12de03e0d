// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";

import {Genomes} from "../../../contracts/Genomes.sol";
import {Heliotrope} from "../../../contracts/Heliotrope.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Rules} from "../../../contracts/interfaces/IAlmanac.sol";
import {PublicSale} from "../../../contracts/interfaces/ISale.sol";
import {Shop} from "../../../contracts/types/Shop.sol";
import {Fixture} from "../Fixture.sol";

/// @dev The fixture's own collection comes first; `token` and what belongs to it is the second one's then.
contract SharedTest is Fixture {
    Heliotrope private elder;
    Genomes private elderGenomes;
    address private elderOwner;

    function setUp() public override {
        super.setUp();
        (elder, elderGenomes, elderOwner) = (token, genomes, owner);
        Settings memory settings = _settings();
        settings.terms.name = "Moss";
        settings.terms.maxSupply = 64;
        settings.terms.reserve = 0;
        settings.terms.listRoot = keccak256("list");
        settings.terms.listedSale = PublicSale(3, 7, 9, 0);
        settings.shares = Shares({
            climate: address(climate),
            models: address(models),
            engine: address(engine),
            plant: address(plant),
            skies: address(skies),
            metadata: address(metadata),
            contractMetadata: address(contractMetadata)
        });
        vm.startPrank(deployer);
        _deploy(settings);
        vm.stopPrank();
        owner = address(timelock);
    }

    function test_deploy_sharesWeatherAndModelsAndNothingElse() public view {
        assertEq(token.climate(), elder.climate());
        assertEq(token.models(), elder.models());
        assertEq(token.contractMetadata(), elder.contractMetadata());
        assertTrue(token.genomes() != elder.genomes());
        assertTrue(token.choices() != elder.choices());
        assertTrue(owner != elderOwner);
        assertEq(token.owner(), owner);
        assertEq(almanac.owner(), owner);
        assertEq(address(almanac.climate()), address(climate));
        assertEq(address(almanac.token()), address(token));
        // The second deployment has no power over the first one's weather and models.
        assertEq(climate.owner(), elderOwner);
        assertEq(models.owner(), elderOwner);
        assertEq(climate.stationCount(), 2);
        assertEq(models.count(), 1);
        assertEq(models.artCount(), 1);
        assertEq(token.maxSupply(), 64);
        assertEq(elder.maxSupply(), 10_000);
    }

    function test_fuzz_parseSettings_readsTheList(bytes32 root, uint96 price, uint40 opensAt)
        public
        view
    {
        vm.assume(root != 0);
        string memory json = vm.readFile("collection.json");
        string memory list = string.concat(
            '{"list":{"root":"',
            vm.toString(root),
            '","priceWei":"',
            vm.toString(price),
            '","opensAt":',
            vm.toString(opensAt),
            ',"closesAt":1099511627775},',
            LibString.slice(json, 1)
        );
        Heliotrope.Terms memory terms = _parseSettings(list, deployer).terms;
        assertEq(terms.listRoot, root);
        assertEq(terms.listedSale.price, price);
        assertEq(terms.listedSale.opensAt, opensAt);
        assertEq(terms.listedSale.closesAt, type(uint40).max);
        assertEq(_parseSettings(json, deployer).terms.listRoot, 0);
    }

    function test_parseSettings_readsTheRules() public view {
        Rules memory rules = _parseSettings(vm.readFile("collection.json"), deployer).rules;
        assertEq(abi.encode(rules), abi.encode(almanac.rules()));
        Rules memory expected =
            Rules(7200, 3600, 43_200, 14_400, 3600, 0.2 ether, 0.005 ether, 0.005 ether);
        assertEq(abi.encode(rules), abi.encode(expected));
    }

    function test_deploy_opensTheList() public view {
        (bytes32 root, Shop terms) = token.listedSale();
        assertEq(root, keccak256("list"));
        assertEq(terms.price(), 3);
        assertEq(terms.closesAt(), 9);
        (root,) = elder.listedSale();
        assertEq(root, 0);
    }

    function test_germinate_bringsPlantsOfBothUnderOneWeather() public {
        vm.deal(alice, 1000 ether);
        uint256 due = elder.price();
        vm.startPrank(alice);
        elder.mintAt{value: due}(1, 1);
        token.mintAt{value: token.price()}(1, 1);
        vm.stopPrank();
        _germinate("for the second");
        bytes memory header = _header("for the second");
        vm.prank(keeper);
        elderGenomes.germinate(header, 1);

        _observeNext();
        uint256 epoch = _observeNext();
        Scene memory first = metadata.sceneOf(elder, 0, epoch);
        Scene memory second = metadata.sceneOf(token, 0, epoch);
        assertEq(second.stationName, "New York");
        assertEq(abi.encode(first.now, first.life), abi.encode(second.now, second.life));
        assertTrue(keccak256(abi.encode(first.genome)) != keccak256(abi.encode(second.genome)));
        assertEq(token.tokenURI(0), metadata.tokenURI(token, 0));
    }

    function test_announce_isAnybodysWhereTheClimateKnowsAnother() public {
        _observeNext();
        vm.prank(mallory);
        token.announce();
        // Once for each epoch that is shown.
        vm.prank(mallory);
        vm.expectRevert();
        token.announce();
        _observeNext();
        vm.prank(bob);
        token.announce();
    }
}
