// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {Stages, Statement} from "../../../contracts/interfaces/IProvenance.sol";
import {
    SkyInputs,
    climb,
    leafHash,
    leafIndex,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";
import {AlmanacFixture} from "../almanac/AlmanacFixture.sol";
import {Sunset} from "../inclusion/Sunset.sol";

/// @title A deployment as it ships, and an epoch that was decided: whatever reads it agrees.
contract DecidedTest is AlmanacFixture {
    uint256 private constant TOKEN = 1;
    uint256 private constant RUN = 1234;

    SkyInputs private inputs;
    bytes private pixels;
    bytes32 private runs;
    bytes32 private root;
    bytes32[] private path;
    address private signer;
    uint256 private key;

    function setUp() public override {
        super.setUp();
        _mint(alice, 3);
        _germinate(keccak256("randao"));
        _accept();
        (inputs.model, inputs.latent, inputs.condition) = token.skyInputsAt(TOKEN, epoch);
        pixels = engine.skyRun(
            inputs.model, inputs.latent, inputs.condition, 240, (RUN % 15) * 16, RUN / 15
        );
        // The rest of the tree may be anything here: nobody challenges it.
        for (uint256 i; i < 26; ++i) {
            path.push(keccak256(abi.encode("sibling", i)));
        }
        bytes32 leaf = leafHash(almanac.jobOf(epoch), leafIndex(TOKEN, RUN), pixels);
        runs = climb(leaf, RUN, _part(0, 12));
        root = rootWord(climb(tokenHash(inputs, runs), TOKEN, _part(12, 14)));
        (signer, key) = makeAddrAndKey("a keeper that signs");
        vm.deal(signer, 1 ether);
        _deposit(signer, rules.bond);
        _say(signer, root);
    }

    function test_stagesOf_confirmsWhatWasDecided() public {
        Stages memory stages = provenance.stagesOf(_statement(), inputs, _part(12, 14));
        assertTrue(stages.model && stages.inputs && stages.art);
        assertFalse(stages.raster);
        _decide();
        stages = provenance.stagesOf(_statement(), inputs, _part(12, 14));
        assertTrue(stages.model && stages.inputs && stages.art && stages.raster);
        bytes memory signature = _signDigest(key, provenance.digest(_statement()));
        assertTrue(provenance.isSignedBy(_statement(), signer, signature));
        // Of the next token none of it is true, but that the same model and art are in force.
        Statement memory other = _statement();
        other.tokenId = 2;
        stages = provenance.stagesOf(other, inputs, _part(12, 14));
        assertTrue(stages.model && stages.art);
        assertFalse(stages.inputs || stages.raster);
    }

    /// @dev What counts from later epochs, or is gone, changes nothing of a past one.
    function test_stagesOf_staysAfterChoicesAndBurns() public {
        _decide();
        vm.startPrank(alice);
        token.move(TOKEN, 1);
        token.burn(TOKEN);
        vm.stopPrank();
        _observeNext();
        Stages memory stages = provenance.stagesOf(_statement(), inputs, _part(12, 14));
        assertTrue(stages.model && stages.inputs && stages.art && stages.raster);
    }

    function test_verify_recomputesAndChecksPaths() public {
        bytes memory prompt = adapter.promptOf(TOKEN, epoch);
        bytes memory byPath =
            abi.encodePacked(RUN, inputs.model, inputs.latent, inputs.condition, path);
        assertFalse(adapter.verify(prompt, pixels, byPath));
        uint256 before = gasleft();
        assertTrue(adapter.verify(prompt, pixels, abi.encode(RUN)));
        uint256 spent = before - gasleft();
        emit log_named_uint("verify, recomputed", spent);
        assertLt(spent, 600_000);
        _decide();
        before = gasleft();
        assertTrue(adapter.verify(prompt, pixels, byPath));
        spent = before - gasleft();
        emit log_named_uint("verify, by path", spent);
        assertLt(spent, 150_000);
        assertFalse(adapter.verify(adapter.promptOf(TOKEN + 1, epoch), pixels, byPath));
        assertFalse(adapter.verify(adapter.promptOf(3, epoch), pixels, byPath));
        assertEq(adapter.ownerOf(TOKEN), alice);
    }

    function test_wasPainted_forAnotherContract() public {
        Sunset sunset = new Sunset(almanac);
        vm.expectRevert(Sunset.NotPainted.selector);
        sunset.see(TOKEN, epoch, RUN, pixels, inputs, path);
        _decide();
        uint256 red;
        uint256 rest;
        for (uint256 i; i < 48; ++i) {
            if (i % 3 == 0) red += uint8(pixels[i]);
            else rest += uint8(pixels[i]);
        }
        // It was painted; whether it was red is the weather's to say.
        if (red <= rest) vm.expectRevert(Sunset.NotRed.selector);
        sunset.see(TOKEN, epoch, RUN, pixels, inputs, path);
    }

    function _decide() private {
        vm.warp(challengeEnds);
        almanac.finalize(epoch, signer);
        (Outcome outcome, bytes32 decided,) = almanac.artworkAt(TOKEN, epoch);
        assertTrue(outcome == Outcome.Decided && decided == root);
    }

    function _statement() private view returns (Statement memory) {
        (, bytes32 modelHash,,) = models.modelOf(inputs.model);
        return Statement({
            tokenId: TOKEN,
            epoch: epoch,
            modelHash: modelHash,
            inputHash: keccak256(abi.encode(inputs)),
            rasterRoot: runs,
            artVersion: 0,
            compositorVersion: 1,
            composedHash: keccak256("svg")
        });
    }

    function _part(uint256 from, uint256 length) private view returns (bytes32[] memory part) {
        part = new bytes32[](length);
        for (uint256 i; i < length; ++i) {
            part[i] = path[from + i];
        }
    }
}
