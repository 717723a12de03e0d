// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Fixture} from "../Fixture.sol";

/// @dev What a germination costs as a transaction of its own: forge's isolation makes every call one.
/// forge-config: default.isolate = true
contract GrowthTest is Fixture {
    uint256 private constant PAGE = 100;
    uint256 private constant TRANSACTION_GAS = 1 << 24;

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.terms.maxSupply = 16_000;
    }

    function test_germinate_costsTheSameBehind10000TokensAnd100Pages() public {
        // The first page of all pays for slots that later ones find written.
        _mint(alice, 1);
        _germinate("first");
        uint256 early = _page(2 * PAGE);
        while (genomes.germinated() < token.totalMinted()) {
            genomes.germinate("", PAGE);
        }
        for (uint256 i; i < 70; ++i) {
            _mint(alice, 1);
            _germinate(bytes32(i));
        }
        uint256 late = _page(10_000);
        while (genomes.germinated() + 2 * PAGE < token.totalMinted()) {
            genomes.germinate("", 512);
        }
        genomes.germinate("", PAGE);
        assertEq(token.totalMinted(), 10_271);
        assertGt(genomes.pageCount(), 90);
        // A search over windows may take a step or two more.
        assertLt(late, early + early / 200);
        emit log_named_uint("germinate, per token of 100", early / PAGE);
        emit log_named_uint("the same with 10,000 waiting behind 70 pages", late / PAGE);
        assertLe(late / PAGE, 9500);
    }

    function test_germinate_512InOneTransaction() public {
        for (uint256 i; i < 52; ++i) {
            _mint(alice, 10);
        }
        bytes memory header = _ripen("chance");
        assertEq(genomes.germinate(header, 512), 512);
        uint256 used = vm.lastCallGas().gasTotalUsed;
        emit log_named_uint("germinate 512", used);
        assertLt(used, TRANSACTION_GAS);
    }

    /// @dev Mints `count` plants at once, and germinates the first page of them.
    function _page(uint256 count) private returns (uint256 used) {
        vm.deal(alice, 1e6 ether);
        for (uint256 left = count; left != 0; left -= 10) {
            _mint(alice, 10);
        }
        bytes memory header = _ripen("chance");
        assertEq(genomes.germinate(header, PAGE), PAGE);
        used = vm.lastCallGas().gasTotalUsed;
    }
}
