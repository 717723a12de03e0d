// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Script} from "forge-std/Script.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Oracle} from "./Oracle.sol";

/// @title Answers a file of scenes with a file of answers, for the differential fuzz in TypeScript.
/// @dev In cache/twins: `scenes` holds abi.encode(Scene[]), `answers` will hold abi.encode(Answer[]).
contract Batch is Script {
    function run() external {
        Oracle oracle = new Oracle(vm.readFileBinary("renderer/sky/model.bin"));
        Scene[] memory scenes = abi.decode(vm.readFileBinary("cache/twins/scenes"), (Scene[]));
        Oracle.Answer[] memory answers = new Oracle.Answer[](scenes.length);
        for (uint256 i; i < scenes.length; ++i) {
            answers[i] = oracle.answer(scenes[i]);
        }
        vm.writeFileBinary("cache/twins/answers", abi.encode(answers));
    }
}
