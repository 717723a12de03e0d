// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Script} from "forge-std/Script.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Oracle} from "./Oracle.sol";

/// @title Answers a file of scenes with a file of answers, for the differential fuzz in TypeScript.
/// @dev In cache/twins: `scenes` holds abi.encode(Scene[]), `answers` will hold abi.encode(Answer[]);
/// `pictures` holds abi.encode(Picture[]), `painted` will hold abi.encode(bytes32[]), a hash for each.
contract Batch is Script {
    /// @dev A whole picture that the engine is to paint.
    struct Picture {
        bytes32 latent;
        bytes32 condition;
        uint256 size;
    }

    function run() external {
        Oracle oracle = new Oracle(
            vm.readFileBinary("renderer/sky/model.bin"),
            vm.readFileBinary("renderer/living/page.bin")
        );
        Scene[] memory scenes = abi.decode(vm.readFileBinary("cache/twins/scenes"), (Scene[]));
        Oracle.Answer[] memory answers = new Oracle.Answer[](scenes.length);
        for (uint256 i; i < scenes.length; ++i) {
            answers[i] = oracle.answer(scenes[i]);
        }
        vm.writeFileBinary("cache/twins/answers", abi.encode(answers));

        Picture[] memory pictures =
            abi.decode(vm.readFileBinary("cache/twins/pictures"), (Picture[]));
        bytes32[] memory painted = new bytes32[](pictures.length);
        for (uint256 i; i < pictures.length; ++i) {
            Picture memory p = pictures[i];
            painted[i] = keccak256(oracle.ENGINE().skyPixels(0, p.latent, p.condition, p.size));
        }
        vm.writeFileBinary("cache/twins/painted", abi.encode(painted));
    }
}
