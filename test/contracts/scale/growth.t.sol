// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixture} from "../Fixture.sol";

/// @dev What an operation costs when there is a little of everything, and when there is a lot: 10,000 plants
/// and 10,000 epochs in the profile `long`, a tenth of it otherwise. Isolated, so that each call is a transaction of its own, cold.
/// forge-config: default.isolate = true
/// forge-config: long.isolate = true
contract GrowthTest is Fixture {
    uint256 private immutable SIZE = _isLong() ? 10_000 : 1000;

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.maxSupply = 16_384;
        settings.terms.sale.walletLimit = type(uint16).max;
    }

    function test_plants_costNoMoreWhenThereAreMany() public {
        // The very first mint and page pay for slots that later ones find written.
        _mint(alice, 1);
        _germinate(keccak256("first"));
        uint256[5] memory early = _plantCosts();
        while (token.totalMinted() < SIZE) {
            for (uint256 i; i < 50; ++i) {
                _mint(bob, 10);
            }
            while (genomes.germinated() < token.totalMinted()) _germinate(keccak256("again"));
        }
        uint256[5] memory late = _plantCosts();
        // Nothing but a search over pages grows: 2,100 for each doubling of their number.
        assertLe(late[0], early[0] + 2500, "mint");
        assertLe(late[1], early[1] + 2500, "transfer");
        assertLe(late[2], early[2] + 30_000, "germinate");
        assertLe(late[3], early[3] + 40_000, "genomeOf");
        assertLe(late[4], early[4] + 40_000, "stateAt");
        _print(["mint of 10", "first transfer", "germinate 10", "genomeOf", "stateAt"], early, late);
    }

    function test_epochs_costNoMoreWhenThereAreMany() public {
        uint256 first = _observeNext();
        _observeNext();
        uint256[5] memory early = _epochCosts(first);
        // A test has gas for 3,000 epochs.
        vm.pauseGasMetering();
        for (uint256 i; i < SIZE; ++i) {
            _observeNext();
        }
        vm.resumeGasMetering();
        uint256[5] memory late = _epochCosts(first);
        for (uint256 i; i < 5; ++i) {
            // A slot that neighbours share is cold where they are not neighbours.
            assertLe(late[i], early[i] + 5000, vm.toString(i));
        }
        _print(
            [
                "submit",
                "exposureBetween from the first epoch",
                "observationAt the last",
                "shownEpoch",
                "observationAt the first"
            ],
            early,
            late
        );
    }

    function _plantCosts() private returns (uint256[5] memory costs) {
        address buyer = makeAddr(vm.toString(token.totalMinted()));
        vm.deal(buyer, 100 ether);
        uint256 id = token.totalMinted();
        // Each in a window of its own, and with its slots as a first call finds them.
        vm.roll((block.number / 32 + 4) * 32);
        _mint(buyer, 10);
        costs[0] = _spent();
        vm.prank(buyer);
        token.transferFrom(buyer, address(uint160(buyer) ^ 1), id);
        costs[1] = _spent();
        bytes memory header = _ripen(keccak256("early or late"));
        genomes.germinate(header, 512);
        costs[2] = _spent();
        // In the middle, where a search takes longest.
        id = genomes.germinated() / 2;
        uint256 birth = genomes.birthEpochOf(id);
        genomes.genomeOf(id);
        costs[3] = _spent();
        token.stateAt(id, birth);
        costs[4] = _spent();
    }

    function _epochCosts(uint256 first) private returns (uint256[5] memory costs) {
        uint256 epoch = _observeNext();
        costs[0] = _spent();
        climate.exposureBetween(0, first, epoch);
        costs[1] = _spent();
        climate.observationAt(0, epoch);
        costs[2] = _spent();
        climate.shownEpoch(block.timestamp);
        costs[3] = _spent();
        climate.observationAt(0, first);
        costs[4] = _spent();
    }

    function _spent() private view returns (uint256) {
        return vm.lastCallGas().gasTotalUsed;
    }

    /// @dev A row of docs/testing.md each.
    function _print(string[5] memory names, uint256[5] memory early, uint256[5] memory late)
        private
    {
        for (uint256 i; i < 5; ++i) {
            string memory figures =
                string.concat(vm.toString(early[i]), " | ", vm.toString(late[i]));
            emit log(string.concat("| ", names[i], " | ", figures, " |"));
        }
    }

    function _isLong() private view returns (bool) {
        return keccak256(bytes(vm.envOr("FOUNDRY_PROFILE", string("")))) == keccak256("long");
    }
}
