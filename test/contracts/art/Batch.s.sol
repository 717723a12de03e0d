// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {CommonBase} from "forge-std/Base.sol";
import {Script} from "forge-std/Script.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Oracle} from "./Oracle.sol";

/// @dev A whole picture that the engine is to paint.
struct Picture {
    bytes32 latent;
    bytes32 condition;
    uint256 size;
}

/// @dev Answers a file at a time, in memory of its own.
contract Clerk is CommonBase {
    Oracle private immutable ORACLE = new Oracle(
        vm.readFileBinary("renderer/sky/model.bin"), vm.readFileBinary("renderer/living/page.bin")
    );

    function draw(string memory path) external {
        Scene[] memory scenes = abi.decode(vm.readFileBinary(path), (Scene[]));
        Oracle.Answer[] memory answers = new Oracle.Answer[](scenes.length);
        for (uint256 i; i < scenes.length; ++i) {
            answers[i] = ORACLE.drawing(scenes[i]);
        }
        vm.writeFileBinary(string.concat(path, ".answers"), abi.encode(answers));
    }

    function answer(string memory path) external {
        Scene[] memory scenes = abi.decode(vm.readFileBinary(path), (Scene[]));
        Oracle.Answer[] memory answers = new Oracle.Answer[](scenes.length);
        for (uint256 i; i < scenes.length; ++i) {
            answers[i] = ORACLE.answer(scenes[i]);
        }
        vm.writeFileBinary(string.concat(path, ".answers"), abi.encode(answers));
    }

    function paint(string memory path) external {
        Picture[] memory pictures = abi.decode(vm.readFileBinary(path), (Picture[]));
        bytes32[] memory painted = new bytes32[](pictures.length);
        for (uint256 i; i < pictures.length; ++i) {
            Picture memory p = pictures[i];
            painted[i] = keccak256(ORACLE.ENGINE().skyPixels(0, p.latent, p.condition, p.size));
        }
        vm.writeFileBinary(string.concat(path, ".answers"), abi.encode(painted));
    }
}

/// @title Answers files of scenes with files of answers, for the differential fuzz in TypeScript.
/// @dev In cache/twins: `drawings-0`, `drawings-1` ... and `wholes-0` ... hold abi.encode(Scene[]), and get
/// abi.encode(Answer[]); `pictures` holds abi.encode(Picture[]), and gets a hash for each. Answers lie beside
/// the questions, in files that end in `.answers`.
contract Batch is Script {
    function run() external {
        Clerk clerk = new Clerk();
        for (uint256 i;; ++i) {
            string memory path = string.concat("cache/twins/drawings-", vm.toString(i));
            if (!vm.exists(path)) break;
            clerk.draw(path);
        }
        for (uint256 i;; ++i) {
            string memory path = string.concat("cache/twins/wholes-", vm.toString(i));
            if (!vm.exists(path)) break;
            clerk.answer(path);
        }
        clerk.paint("cache/twins/pictures");
    }
}
