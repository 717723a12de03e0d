// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

type Genome is bytes32;
