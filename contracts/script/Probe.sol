// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @title What a deployment has to know about a chain, asked in one `eth_call`.
/// @notice Never deployed: it is sent as the init code of a call without a recipient, and the "code" that
/// it returns is the answer. See tools/deploy/preflight.ts.
contract Probe {
    struct Answer {
        uint256 number;
        uint256 prevRandao;
        // What is left at the start: what a call is granted, but for this one's own calldata.
        uint256 gas;
        // The largest piece of data that is ever stored came back as it was.
        bool stored;
        // Of the block before the last; the history contract may answer nothing at all.
        bytes32 blockHash;
        bytes remembered;
    }

    /// @dev EIP-2935.
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
    uint256 private constant LARGEST = 24_500;

    constructor() {
        Answer memory answer;
        answer.gas = gasleft();
        answer.number = block.number;
        answer.prevRandao = block.prevrandao;
        if (block.number > 2) {
            // The last block's own entry may be missing where a call runs as if in the next one.
            uint256 asked = block.number - 2;
            answer.blockHash = blockhash(asked);
            bool ok;
            (ok, answer.remembered) = HISTORY.staticcall(abi.encode(asked));
            // A failed call has nothing to say.
            if (!ok) delete answer.remembered;
        }
        answer.stored = _roundTrip();
        bytes memory encoded = abi.encode(answer);
        assembly ("memory-safe") {
            return(add(encoded, 0x20), mload(encoded))
        }
    }

    function _roundTrip() private returns (bool) {
        bytes memory data = new bytes(LARGEST);
        for (uint256 i; i < LARGEST; i += 100) {
            data[i] = bytes1(uint8(i / 100));
        }
        return keccak256(SSTORE2.read(SSTORE2.write(data))) == keccak256(data);
    }
}
