// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Png} from "./art/Png.sol";
import {Sky} from "./art/Sky.sol";
import {FREE, LANES} from "./art/SkyLayout.sol";
import {COLUMN_FAR, COLUMN_MID, COLUMN_NEAR, SkyScene} from "./art/SkyScene.sol";
import {IEngine} from "./interfaces/IEngine.sol";
import {IModels} from "./interfaces/IModels.sol";

/// @title The engine
/// @notice See IEngine.
contract Engine is IEngine {
    /// @dev Most pixels along a side: 16-bit coordinates tell no more apart.
    uint256 private constant SIZE_MAX = 4096;
    /// @dev Most pixels along a side of what one call paints: 256 runs, about 47,000,000 gas in the
    ///      worst weather. Nodes commonly grant a call 50,000,000.
    uint256 private constant WHOLE_MAX = 64;
    uint256 private constant LANE_BITS = 16;
    bytes32 private constant HIGH_BITS =
        0x8080808080808080808080808080808080808080808080808080808080808080;

    /// @notice Where the models are registered.
    IModels public immutable MODELS;

    constructor(IModels models) {
        MODELS = models;
    }

    /// @inheritdoc IEngine
    function skyRun(
        uint256 model,
        bytes32 latent,
        bytes32 condition,
        uint256 size,
        uint256 x,
        uint256 y
    ) external view returns (bytes memory pixels) {
        checkSide(size, x, y);
        if (x % LANES != 0 || x >= size || y >= size) revert OutsidePicture(size, x, y);
        begin(model, latent, condition, size);
        pixels = new bytes(3 * LANES);
        Sky.columns(x);
        Sky.run(y, at(pixels, 0));
    }

    /// @inheritdoc IEngine
    function skyPixels(uint256 model, bytes32 latent, bytes32 condition, uint256 size)
        external
        view
        returns (bytes memory)
    {
        return paint(model, latent, condition, size);
    }

    /// @inheritdoc IEngine
    function skyPng(uint256 model, bytes32 latent, bytes32 condition, uint256 size)
        external
        view
        returns (bytes memory)
    {
        return Png.encode(paint(model, latent, condition, size), size, size);
    }

    /// @inheritdoc IEngine
    function skyline(bytes32 latent, uint256 size) external pure returns (bytes memory rows) {
        checkSide(size, 0, 0);
        assembly {
            mstore(0x40, FREE)
        }
        SkyScene.write(latent, 0, size);
        rows = new bytes(2 * size);
        uint256 to = at(rows, 0);
        for (uint256 x; x < size; x += LANES) {
            SkyScene.writeColumns(x);
            assembly {
                for { let lane := 0 } lt(lane, LANES) { lane := add(lane, 1) } {
                    let shift := mul(lane, LANE_BITS)
                    let row := and(shr(shift, mload(COLUMN_FAR)), 0xffff)
                    let other := and(shr(shift, mload(COLUMN_MID)), 0xffff)
                    if lt(other, row) { row := other }
                    other := and(shr(shift, mload(COLUMN_NEAR)), 0xffff)
                    if lt(other, row) { row := other }
                    mstore8(to, shr(8, row))
                    mstore8(add(to, 1), row)
                    to := add(to, 2)
                }
            }
        }
    }

    /// @inheritdoc IEngine
    function skyBolt(bytes32 condition, uint256 size) external pure returns (bytes memory columns) {
        if (condition & HIGH_BITS != 0) revert BadCondition(condition);
        if (size == 0 || size > SIZE_MAX) revert OutsidePicture(size, 0, 0);
        assembly {
            mstore(0x40, FREE)
        }
        SkyScene.write(0, condition, size);
        if (SkyScene.boltPath(0) == 0) return columns;
        columns = new bytes(2 * size);
        for (uint256 y; y < size; y++) {
            uint256 path = SkyScene.boltPath((2 * y + 1) * 32_768 / size);
            if (path > 0xffff) path = 0xffff;
            columns[2 * y] = bytes1(uint8(path >> 8));
            columns[2 * y + 1] = bytes1(uint8(path));
        }
    }

    function paint(uint256 model, bytes32 latent, bytes32 condition, uint256 size)
        private
        view
        returns (bytes memory pixels)
    {
        if (size == 0) revert OutsidePicture(0, 0, 0);
        if (size > WHOLE_MAX) revert PictureTooLarge(size, WHOLE_MAX);
        begin(model, latent, condition, size);
        pixels = new bytes(3 * size * size);
        // Column by column, since what a column alone decides is worked out once; from the right, and
        // rows from above, so that what a run lays down beyond its row is painted over. The last row's
        // excess lies in memory that is still free. Lanes beyond the edge disturb none below them.
        unchecked {
            for (uint256 x = (size - 1) / LANES * LANES; x < size; x -= LANES) {
                Sky.columns(x);
                for (uint256 y; y < size; y++) {
                    Sky.run(y, at(pixels, 3 * (y * size + x)));
                }
            }
        }
    }

    function checkSide(uint256 size, uint256 x, uint256 y) private pure {
        if (size == 0 || size > SIZE_MAX || size % LANES != 0) {
            revert OutsidePicture(size, x, y);
        }
    }

    function begin(uint256 model, bytes32 latent, bytes32 condition, uint256 size) private view {
        if (condition & HIGH_BITS != 0) revert BadCondition(condition);
        Sky.begin(pointerOf(model), latent, condition, size);
    }

    /// @dev The registry's answer is read into scratch space, since the engine's places in memory must
    ///      still be free.
    function pointerOf(uint256 model) private view returns (address pointer) {
        IModels models = MODELS;
        bytes4 selector = IModels.runnerOf.selector;
        assembly {
            mstore(0, selector)
            mstore(4, model)
            if staticcall(gas(), models, 0, 36, 0, 32) {
                if gt(returndatasize(), 63) { pointer := mload(0) }
            }
        }
        if (pointer == address(0)) revert UnknownModel(model);
    }

    function at(bytes memory data, uint256 offset) private pure returns (uint256 place) {
        assembly {
            place := add(add(data, 32), offset)
        }
    }
}
