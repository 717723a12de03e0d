// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac, Stand} from "../../../contracts/interfaces/IAlmanac.sol";
import {SkyInputs} from "../../../contracts/types/MerkleLayout.sol";
import {AlmanacFixture} from "./AlmanacFixture.sol";
import {Grove, GroveLib} from "./Grove.sol";

/// @title A tree that mallory stands behind, and whoever accuses it.
abstract contract ChallengeFixture is AlmanacFixture {
    uint256 internal constant PLANTS = 3;
    uint256 internal constant TOKEN = 2;
    uint256 internal constant LOW = 40;
    uint256 internal constant RUN = 64 * LOW + 17;

    Grove internal grove;

    function setUp() public virtual override {
        super.setUp();
        _plant(PLANTS);
        _accept();
        _keep(_seed(LOW));
    }

    /// @dev With the token's true inputs, and wrong in every run.
    function _seed(uint256 low) internal view returns (Grove memory) {
        return GroveLib.seed(almanac.jobOf(epoch), TOKEN, _inputs(), low, "grove");
    }

    function _inputs() internal view returns (SkyInputs memory inputs) {
        (inputs.model, inputs.latent, inputs.condition) = token.skyInputsAt(TOKEN, epoch);
    }

    function _painted(uint256 run) internal view returns (bytes memory) {
        SkyInputs memory i = _inputs();
        return engine.skyRun(i.model, i.latent, i.condition, 240, 16 * (run % 15), run / 15);
    }

    /// @dev The fixture's tree is this one from now on.
    function _keep(Grove memory g) internal {
        (grove.job, grove.tokenId, grove.inputs, grove.low) = (g.job, g.tokenId, g.inputs, g.low);
        (grove.pixels, grove.top, grove.root) = (g.pixels, g.top, g.root);
        for (uint256 s; s < 4; ++s) {
            grove.sections[s] = g.sections[s];
        }
    }

    function _challenge(address by, uint256 run, bytes32 salt) internal {
        Grove memory g = grove;
        bytes memory pixels = g.pixelsOf(run);
        bytes32[] memory path = g.path(run);
        vm.prank(by);
        almanac.challenge(epoch, mallory, TOKEN, run, pixels, g.inputs, path, salt);
    }

    function _intend(address by, uint256 height, uint256 index, bytes32 salt) internal {
        bytes32 intent = almanac.hashIntent(epoch, grove.root, height, index, by, salt);
        vm.prank(by);
        almanac.intend(intent);
    }

    /// @dev An intent for `RUN`, and a block later.
    function _intend(address by) internal {
        _intend(by, 0, (TOKEN << 12) | RUN, SALT);
        vm.roll(block.number + 1);
    }

    function _stand() internal view returns (Stand memory) {
        return almanac.standOf(epoch, mallory);
    }

    function _expectFallen() internal {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.AlreadyFallen.selector, grove.root));
    }

    function _expectHolds() internal {
        vm.expectRevert(abi.encodeWithSelector(IAlmanac.RootHolds.selector, grove.root));
    }
}
