// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";

import {Engine} from "../../../contracts/Engine.sol";
import {Models} from "../../../contracts/Models.sol";
import {ERC7007Adapter} from "../../../contracts/adapters/ERC7007Adapter.sol";
import {Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {IChoices} from "../../../contracts/interfaces/IChoices.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IERC7007} from "../../../contracts/interfaces/IERC7007.sol";
import {IERC7007Adapter} from "../../../contracts/interfaces/IERC7007Adapter.sol";
import {IGenomes} from "../../../contracts/interfaces/IGenomes.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {RUNS} from "../../../contracts/types/MerkleLayout.sol";
import {TreeFixture} from "../inclusion/TreeFixture.sol";

/// @dev A token whose sky the shipped model paints.
contract ERC7007Test is TreeFixture {
    uint256 private constant SUPPLY = 9;

    ERC7007Adapter private adapter;
    Engine private engine;
    address private token = makeAddr("token");
    address private genomes = makeAddr("genomes");
    address private climate = makeAddr("climate");

    function setUp() public override {
        Models models = new Models(address(this));
        engine = new Engine(models);
        models.register(vm.readFileBinary("renderer/sky/model.bin"), address(engine));
        inputs.latent = bytes32((uint256(2) << 128) | uint128(uint256(keccak256("seed"))));
        inputs.condition = hex"405a30105060100a08000000000000000000000000000000000000000000";
        super.setUp();
        vm.etch(token, hex"fe");
        vm.etch(genomes, hex"fe");
        vm.etch(climate, hex"fe");
        _answer(token, abi.encodeCall(IHeliotrope.models, ()), abi.encode(models));
        _answer(token, abi.encodeCall(IHeliotrope.genomes, ()), abi.encode(genomes));
        _answer(token, abi.encodeCall(IHeliotrope.climate, ()), abi.encode(climate));
        _answer(climate, abi.encodeWithSelector(IClimate.acceptedAt.selector), abi.encode(0));
        _answer(climate, abi.encodeCall(IClimate.acceptedAt, (EPOCH)), abi.encode(1));
        _answer(genomes, abi.encodeCall(IGenomes.supplyAt, (EPOCH)), abi.encode(SUPPLY));
        _answer(
            token,
            abi.encodeCall(IChoices.skyInputsAt, (TOKEN, EPOCH)),
            abi.encode(inputs.model, inputs.latent, inputs.condition)
        );
        adapter = new ERC7007Adapter(IHeliotrope(token), almanac);
    }

    /// @dev As the standard has it, and the only ones: this is no second token.
    function test_supportsInterface_theStandardsIdentifier() public view {
        assertEq(type(IERC7007).interfaceId, bytes4(0x702c55a6));
        assertTrue(adapter.supportsInterface(0x702c55a6));
        assertTrue(adapter.supportsInterface(0x01ffc9a7));
        assertFalse(adapter.supportsInterface(0xffffffff));
        assertFalse(adapter.supportsInterface(0x80ac58cd));
        assertFalse(adapter.supportsInterface(0x5b5e139f));
    }

    function test_fuzz_verify_recomputes(uint256 run) public view {
        run = bound(run, 0, RUNS - 1);
        bytes memory pixels = _paint(run);
        assertTrue(adapter.verify(_prompt(), pixels, abi.encode(run)));
        // What the almanac was decided for does not matter here.
        assertFalse(adapter.verify(_prompt(), _run(run), abi.encode(run)));
        pixels[run % 48] ^= 0x01;
        assertFalse(adapter.verify(_prompt(), pixels, abi.encode(run)));
    }

    function test_verify_recomputesNoRunBeyondTheRaster() public view {
        assertFalse(adapter.verify(_prompt(), _paint(0), abi.encode(RUNS)));
        assertFalse(adapter.verify(_prompt(), _paint(0), abi.encode(type(uint256).max)));
    }

    function test_fuzz_verify_aPath(uint256 run) public view {
        run = bound(run, 0, RUNS - 1);
        assertTrue(adapter.verify(_prompt(), _run(run), _pathProof(run)));
        bytes memory proof = _pathProof(run);
        // The pixels that the engine would paint are not those that the almanac was decided for.
        assertFalse(adapter.verify(_prompt(), _paint(run), proof));
        proof[run % proof.length] ^= 0x01;
        assertFalse(adapter.verify(_prompt(), _run(run), proof));
    }

    function test_verify_theWholeRaster() public {
        bytes memory pixels = _anyRaster();
        bytes memory proof = _rasterProof();
        uint256 before = gasleft();
        assertTrue(adapter.verify(_prompt(), pixels, proof));
        // Within what nodes grant a call, many times over.
        assertLt(before - gasleft(), 10_000_000);
        pixels[100_000] ^= 0x01;
        assertFalse(adapter.verify(_prompt(), pixels, proof));
        pixels[100_000] ^= 0x01;
        proof[100] ^= 0x01;
        assertFalse(adapter.verify(_prompt(), pixels, proof));
        proof[100] ^= 0x01;
        _decide(Outcome.Open, 0);
        assertFalse(adapter.verify(_prompt(), pixels, proof));
    }

    function test_verify_aPathOnlyOnceDecided() public {
        _decide(Outcome.Open, 0);
        assertFalse(adapter.verify(_prompt(), _run(7), _pathProof(7)));
        _decide(Outcome.Void, 0);
        assertFalse(adapter.verify(_prompt(), _run(7), _pathProof(7)));
        // What is recomputed needs no almanac.
        assertTrue(adapter.verify(_prompt(), _paint(7), abi.encode(7)));
    }

    function test_verify_onlyMomentsOfALife() public view {
        bytes memory proof = abi.encode(7);
        assertFalse(adapter.verify(adapter.promptOf(TOKEN, EPOCH + 1), _paint(7), proof));
        assertFalse(adapter.verify(adapter.promptOf(SUPPLY, EPOCH), _paint(7), proof));
        uint256 most = type(uint256).max;
        assertFalse(adapter.verify(adapter.promptOf(most, most), _paint(7), proof));
        assertFalse(adapter.verify("a sunset", _paint(7), proof));
        assertFalse(adapter.verify("", _paint(7), proof));
    }

    /// @dev Whatever is handed in, the answer is a word, not a failure.
    function test_fuzz_verify_neverReverts(bytes calldata data, bytes calldata proof) public view {
        assertFalse(adapter.verify(_prompt(), data, proof));
        assertFalse(adapter.verify(_prompt(), _run(7), proof));
        assertFalse(adapter.verify(data, _run(7), _pathProof(7)));
    }

    function test_addAigcData_tellsWhatWasVerified() public {
        vm.expectEmit(address(adapter));
        emit IERC7007.AigcData(TOKEN, _prompt(), _paint(7), abi.encode(7));
        vm.prank(makeAddr("anybody"));
        adapter.addAigcData(TOKEN, _prompt(), _paint(7), abi.encode(7));
        vm.expectEmit(address(adapter));
        emit IERC7007.AigcData(TOKEN, _prompt(), _run(7), _pathProof(7));
        adapter.addAigcData(TOKEN, _prompt(), _run(7), _pathProof(7));
    }

    function test_RevertWhen_whatIsAddedIsNotVerified() public {
        bytes memory prompt = _prompt();
        bytes memory painted = _paint(8);
        vm.expectRevert(IERC7007Adapter.NotVerified.selector);
        adapter.addAigcData(TOKEN, prompt, painted, abi.encode(7));
        vm.expectRevert(abi.encodeWithSelector(IERC7007Adapter.PromptMismatch.selector, TOKEN + 1));
        adapter.addAigcData(TOKEN + 1, prompt, painted, abi.encode(8));
        vm.expectRevert(abi.encodeWithSelector(IERC7007Adapter.PromptMismatch.selector, TOKEN));
        adapter.addAigcData(TOKEN, bytes.concat(prompt, hex"00"), painted, abi.encode(8));
    }

    function test_views_answerAsTheToken() public {
        address holder = makeAddr("holder");
        _answer(token, abi.encodeCall(IERC721.ownerOf, (3)), abi.encode(holder));
        _answer(token, abi.encodeCall(IERC721.balanceOf, (holder)), abi.encode(2));
        _answer(token, abi.encodeCall(IERC721.getApproved, (3)), abi.encode(address(8)));
        _answer(token, abi.encodeCall(IERC721.isApprovedForAll, (holder, token)), abi.encode(true));
        _answer(token, abi.encodeCall(IERC721Metadata.name, ()), abi.encode("Heliotrope"));
        _answer(token, abi.encodeCall(IERC721Metadata.symbol, ()), abi.encode("HELIO"));
        _answer(token, abi.encodeCall(IERC721Metadata.tokenURI, (3)), abi.encode("data:"));
        assertEq(adapter.ownerOf(3), holder);
        assertEq(adapter.balanceOf(holder), 2);
        assertEq(adapter.getApproved(3), address(8));
        assertTrue(adapter.isApprovedForAll(holder, token));
        assertEq(adapter.name(), "Heliotrope");
        assertEq(adapter.symbol(), "HELIO");
        assertEq(adapter.tokenURI(3), "data:");
    }

    function test_RevertWhen_aTokenWouldMove() public {
        bytes memory reason = abi.encodeWithSelector(IERC7007Adapter.AskTheToken.selector, token);
        address other = makeAddr("other");
        vm.expectRevert(reason);
        adapter.transferFrom(address(this), other, 3);
        vm.expectRevert(reason);
        adapter.safeTransferFrom(address(this), other, 3);
        vm.expectRevert(reason);
        adapter.safeTransferFrom(address(this), other, 3, "");
        vm.expectRevert(reason);
        adapter.approve(other, 3);
        vm.expectRevert(reason);
        adapter.setApprovalForAll(other, true);
    }

    function _prompt() private view returns (bytes memory) {
        return adapter.promptOf(TOKEN, EPOCH);
    }

    function _paint(uint256 run) private view returns (bytes memory) {
        (uint256 x, uint256 y) = ((run % 15) * 16, run / 15);
        return engine.skyRun(0, inputs.latent, inputs.condition, 240, x, y);
    }

    function _pathProof(uint256 run) private view returns (bytes memory) {
        return abi.encodePacked(run, inputs.model, inputs.latent, inputs.condition, _pathOf(run));
    }

    function _rasterProof() private view returns (bytes memory) {
        return abi.encodePacked(inputs.model, inputs.latent, inputs.condition, above);
    }

    function _answer(address from, bytes memory question, bytes memory answer) private {
        vm.mockCall(from, question, answer);
    }
}
