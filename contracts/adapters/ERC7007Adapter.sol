// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";

import {Inclusion} from "../almanac/Inclusion.sol";
import {IAlmanac} from "../interfaces/IAlmanac.sol";
import {IClimate} from "../interfaces/IClimate.sol";
import {IEngine} from "../interfaces/IEngine.sol";
import {IERC7007} from "../interfaces/IERC7007.sol";
import {IERC7007Adapter} from "../interfaces/IERC7007Adapter.sol";
import {IGenomes} from "../interfaces/IGenomes.sol";
import {IHeliotrope} from "../interfaces/IHeliotrope.sol";
import {IModels} from "../interfaces/IModels.sol";
import {Forward} from "../token/Forward.sol";
import {
    EPOCH_DEPTH,
    RASTER_SIDE,
    RUNS,
    RUN_BYTES,
    RUN_PIXELS,
    SkyInputs,
    TOKEN_DEPTH,
    TREE_DEPTH,
    leafHash,
    leafIndex,
    nodeHash
} from "../types/MerkleLayout.sol";

/// @title ERC7007Adapter: recomputes, or checks a path. It proves nothing itself.
contract ERC7007Adapter is IERC7007Adapter, IERC165, IERC721Metadata {
    uint256 private constant PROMPT_BYTES = 64;
    uint256 private constant RASTER_BYTES = RUNS * RUN_BYTES;
    uint256 private constant RUNS_TO_A_ROW = RASTER_SIDE / RUN_PIXELS;
    uint256 private constant INPUTS_BYTES = 96;

    /// @inheritdoc IERC7007Adapter
    IHeliotrope public immutable token;
    /// @inheritdoc IERC7007Adapter
    IAlmanac public immutable almanac;
    IGenomes public immutable genomes;
    IClimate public immutable climate;
    IModels public immutable models;

    constructor(IHeliotrope token_, IAlmanac almanac_) {
        token = token_;
        almanac = almanac_;
        genomes = IGenomes(token_.genomes());
        climate = IClimate(token_.climate());
        models = IModels(token_.models());
    }

    /// @inheritdoc IERC7007
    /// @dev Anyone may: what was verified is true whoever says it. Nothing is kept but the event.
    function addAigcData(
        uint256 tokenId,
        bytes calldata prompt,
        bytes calldata aigcData,
        bytes calldata proof
    ) external {
        if (prompt.length != PROMPT_BYTES || uint256(bytes32(prompt)) != tokenId) {
            revert PromptMismatch(tokenId);
        }
        if (!verify(prompt, aigcData, proof)) revert NotVerified();
        emit AigcData(tokenId, prompt, aigcData, proof);
    }

    /// @inheritdoc IERC7007
    function verify(bytes calldata prompt, bytes calldata aigcData, bytes calldata proof)
        public
        view
        returns (bool)
    {
        if (prompt.length != PROMPT_BYTES) return false;
        (uint256 tokenId, uint256 epoch) = abi.decode(prompt, (uint256, uint256));
        // Painted is what was born by an epoch that has weather.
        if (climate.acceptedAt(epoch) == 0 || tokenId >= genomes.supplyAt(epoch)) return false;
        if (aigcData.length == RUN_BYTES && proof.length == 32) {
            return _isPaintedNow(tokenId, epoch, uint256(bytes32(proof)), aigcData);
        }
        if (aigcData.length == RUN_BYTES && proof.length == 32 + INPUTS_BYTES + TREE_DEPTH * 32) {
            return Inclusion.wasPainted(
                almanac,
                epoch,
                tokenId,
                uint256(bytes32(proof)),
                aigcData,
                _inputsAt(proof, 32),
                _pathFrom(proof, 32 + INPUTS_BYTES)
            );
        }
        if (aigcData.length == RASTER_BYTES && proof.length == INPUTS_BYTES + EPOCH_DEPTH * 32) {
            bytes32 root = Inclusion.decidedRoot(almanac, tokenId, epoch);
            return root != 0
                && Inclusion.holdsToken(
                root,
                tokenId,
                _inputsAt(proof, 0),
                _runsOf(almanac.jobOf(epoch), tokenId, aigcData),
                _pathFrom(proof, INPUTS_BYTES)
            );
        }
        return false;
    }

    /// @inheritdoc IERC7007Adapter
    function promptOf(uint256 tokenId, uint256 epoch) external pure returns (bytes memory) {
        return abi.encode(tokenId, epoch);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IERC7007).interfaceId;
    }

    /// @inheritdoc IERC721
    function balanceOf(address) external view returns (uint256) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256) external view returns (address) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721
    function getApproved(uint256) external view returns (address) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address, address) external view returns (bool) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721Metadata
    function name() external view returns (string memory) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external view returns (string memory) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256) external view returns (string memory) {
        Forward.same(address(token));
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address, address, uint256, bytes calldata) external view {
        revert AskTheToken(address(token));
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address, address, uint256) external view {
        revert AskTheToken(address(token));
    }

    /// @inheritdoc IERC721
    function transferFrom(address, address, uint256) external view {
        revert AskTheToken(address(token));
    }

    /// @inheritdoc IERC721
    function approve(address, uint256) external view {
        revert AskTheToken(address(token));
    }

    /// @inheritdoc IERC721
    function setApprovalForAll(address, bool) external view {
        revert AskTheToken(address(token));
    }

    /// @dev Whether the engine paints these pixels, here and now.
    function _isPaintedNow(uint256 tokenId, uint256 epoch, uint256 run, bytes calldata pixels)
        private
        view
        returns (bool)
    {
        if (run >= RUNS) return false;
        SkyInputs memory inputs;
        (inputs.model, inputs.latent, inputs.condition) = token.skyInputsAt(tokenId, epoch);
        return keccak256(_paint(inputs, run)) == keccak256(pixels);
    }

    function _paint(SkyInputs memory inputs, uint256 run) private view returns (bytes memory) {
        (,, address engine,) = models.modelOf(inputs.model);
        (uint256 x, uint256 y) = ((run % RUNS_TO_A_ROW) * RUN_PIXELS, run / RUNS_TO_A_ROW);
        return
            IEngine(engine).skyRun(inputs.model, inputs.latent, inputs.condition, RASTER_SIDE, x, y);
    }

    /// @dev The root of a token's runs, from all of its pixels.
    function _runsOf(bytes32 job, uint256 tokenId, bytes calldata raster)
        private
        pure
        returns (bytes32)
    {
        bytes32[] memory nodes = new bytes32[](1 << TOKEN_DEPTH);
        uint256 free = _free();
        for (uint256 run; run < RUNS; ++run) {
            bytes calldata pixels = raster[run * RUN_BYTES:(run + 1) * RUN_BYTES];
            nodes[run] = leafHash(job, leafIndex(tokenId, run), pixels);
            _release(free);
        }
        for (uint256 width = nodes.length; width != 1; width /= 2) {
            for (uint256 i; i < width; i += 2) {
                nodes[i / 2] = nodeHash(nodes[i], nodes[i + 1]);
                _release(free);
            }
        }
        return nodes[0];
    }

    function _free() private pure returns (uint256 free) {
        assembly ("memory-safe") {
            free := mload(0x40)
        }
    }

    /// @dev What was hashed is not needed again: memory that only grows would cost more than the hashing.
    function _release(uint256 free) private pure {
        assembly ("memory-safe") {
            mstore(0x40, free)
        }
    }

    function _inputsAt(bytes calldata proof, uint256 at) private pure returns (SkyInputs memory) {
        return abi.decode(proof[at:at + INPUTS_BYTES], (SkyInputs));
    }

    function _pathFrom(bytes calldata proof, uint256 at)
        private
        pure
        returns (bytes32[] memory path)
    {
        path = new bytes32[]((proof.length - at) / 32);
        for (uint256 i; i < path.length; ++i) {
            path[i] = bytes32(proof[at + i * 32:]);
        }
    }
}
