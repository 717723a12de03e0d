// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {RASTER_SIDE, RUN_PIXELS, SkyInputs} from "../../../../contracts/types/MerkleLayout.sol";

/// @dev What the almanac asks of everybody else, in one contract: a climate whose epochs are accepted at a word,
/// a collection whose supply and skies the test sets, and an engine that paints with one hash. So thousands of
/// honest runs cost next to nothing, and what is under test is the game alone.
contract Stage {
    uint256 public constant EPOCH_SECONDS = 25_200;
    /// @dev Painting from it reverts, as of a model that nobody registered.
    uint256 public constant BROKEN_MODEL = 666;

    mapping(uint256 epoch => uint40) public acceptedAt;
    mapping(uint256 epoch => uint256) public supplyAt;
    mapping(uint256 tokenId => SkyInputs) private _inputs;

    function accept(uint256 epoch, uint256 supply) external {
        acceptedAt[epoch] = uint40(block.timestamp);
        supplyAt[epoch] = supply;
    }

    function setInputs(uint256 tokenId, SkyInputs calldata inputs) external {
        _inputs[tokenId] = inputs;
    }

    function climateHash(uint256 epoch) public view returns (bytes32) {
        return acceptedAt[epoch] == 0 ? bytes32(0) : keccak256(abi.encode("weather", epoch));
    }

    function acceptanceOf(uint256 epoch) external view returns (uint256, bytes32) {
        return (acceptedAt[epoch], climateHash(epoch));
    }

    function climate() external view returns (address) {
        return address(this);
    }

    function genomes() external view returns (address) {
        return address(this);
    }

    function models() external view virtual returns (address) {
        return address(this);
    }

    function choices() external view returns (address) {
        return address(this);
    }

    function skyInputsAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256 model, bytes32 latent, bytes32 condition)
    {
        SkyInputs memory own = inputsOf(tokenId, epoch);
        return (own.model, own.latent, own.condition);
    }

    function inputsOf(uint256 tokenId, uint256 epoch) public view returns (SkyInputs memory own) {
        own = _inputs[tokenId];
        if (own.latent == 0) {
            own.latent = keccak256(abi.encode("latent", tokenId));
            own.condition = keccak256(abi.encode("condition", tokenId, epoch));
        }
    }

    function runnerOf(uint256) external view returns (address, address) {
        return (address(this), address(this));
    }

    function skyRun(
        uint256 model,
        bytes32 latent,
        bytes32 condition,
        uint256 size,
        uint256 x,
        uint256 y
    ) external pure returns (bytes memory) {
        require(model != BROKEN_MODEL, "UnknownModel");
        require(
            size == RASTER_SIDE && x % RUN_PIXELS == 0 && x < size && y < size, "OutsidePicture"
        );
        uint256 run = (y * size + x) / RUN_PIXELS;
        return paint(SkyInputs(model, latent, condition), run);
    }
}

/// @dev 48 bytes that tell the inputs and the run.
function paint(SkyInputs memory inputs, uint256 run) pure returns (bytes memory) {
    bytes32 h = keccak256(abi.encode(inputs.model, inputs.latent, inputs.condition, run));
    return abi.encodePacked(h, bytes16(h));
}
