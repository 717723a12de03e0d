// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {PublicSale} from "../../../contracts/interfaces/ISale.sol";
import {Shop} from "../../../contracts/types/Shop.sol";

contract ShopTest is Test {
    function test_fuzz_shop_changesNothingButWhatItIsGiven(
        Shop dirty,
        PublicSale memory sale,
        uint16 maxSupply,
        uint16 reserve,
        bool paused
    ) public pure {
        Shop shop = dirty.withSale(sale);
        _assertSale(shop, sale);
        assertEq(Shop.unwrap(shop) >> 192, Shop.unwrap(dirty) >> 192);
        Shop supplied = shop.withSupply(maxSupply, reserve);
        _assertSale(supplied, sale);
        assertEq(supplied.maxSupply(), maxSupply);
        assertEq(supplied.reserve(), reserve);
        assertEq(Shop.unwrap(supplied) >> 224, Shop.unwrap(dirty) >> 224);
        Shop stopped = supplied.withPaused(paused);
        assertEq(stopped.paused(), paused);
        assertEq(Shop.unwrap(stopped) >> 225, Shop.unwrap(dirty) >> 225);
        assertEq(uint224(Shop.unwrap(stopped)), uint224(Shop.unwrap(supplied)));
    }

    function _assertSale(Shop shop, PublicSale memory sale) private pure {
        assertEq(shop.price(), sale.price);
        assertEq(shop.opensAt(), sale.opensAt);
        assertEq(shop.closesAt(), sale.closesAt);
        assertEq(shop.walletLimit(), sale.walletLimit);
    }
}
