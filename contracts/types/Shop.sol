// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {PublicSale} from "../interfaces/ISale.sol";

/// @notice All that a mint must know about its sale, in one word.
///
/// | bits    | field       |                                                    |
/// |---------|-------------|----------------------------------------------------|
/// | 0-95    | price       | wei for one plant                                  |
/// | 96-135  | opensAt     | Unix seconds, the first in which it is open        |
/// | 136-175 | closesAt    | Unix seconds, the first in which it is closed again |
/// | 176-191 | walletLimit | plants that one wallet mints in all                |
/// | 192-207 | maxSupply   | plants that there can be                           |
/// | 208-223 | reserve     | of them, those kept for the artist                 |
/// | 224     | paused      | whether nobody mints at all                        |
///
/// A listed sale has the first three fields only.
type Shop is uint256;

using ShopLib for Shop global;

library ShopLib {
    function price(Shop shop) internal pure returns (uint256) {
        return Shop.unwrap(shop) & type(uint96).max;
    }

    function opensAt(Shop shop) internal pure returns (uint256) {
        return (Shop.unwrap(shop) >> 96) & type(uint40).max;
    }

    function closesAt(Shop shop) internal pure returns (uint256) {
        return (Shop.unwrap(shop) >> 136) & type(uint40).max;
    }

    function walletLimit(Shop shop) internal pure returns (uint256) {
        return (Shop.unwrap(shop) >> 176) & type(uint16).max;
    }

    function maxSupply(Shop shop) internal pure returns (uint256) {
        return (Shop.unwrap(shop) >> 192) & type(uint16).max;
    }

    function reserve(Shop shop) internal pure returns (uint256) {
        return (Shop.unwrap(shop) >> 208) & type(uint16).max;
    }

    function paused(Shop shop) internal pure returns (bool) {
        return (Shop.unwrap(shop) >> 224) & 1 != 0;
    }

    /// @notice The same shop with other terms of sale.
    function withSale(Shop shop, PublicSale memory sale) internal pure returns (Shop) {
        uint256 kept = Shop.unwrap(shop) >> 192 << 192;
        return Shop.wrap(
            kept | uint256(sale.walletLimit) << 176 | uint256(sale.closesAt) << 136
                | uint256(sale.opensAt) << 96 | sale.price
        );
    }

    /// @notice The same shop with another supply and reserve, of at most 65,535.
    function withSupply(Shop shop, uint256 newMaxSupply, uint256 newReserve)
        internal
        pure
        returns (Shop)
    {
        uint256 kept = Shop.unwrap(shop) & ~(uint256(type(uint32).max) << 192);
        return Shop.wrap(kept | newReserve << 208 | newMaxSupply << 192);
    }

    function withPaused(Shop shop, bool newPaused) internal pure returns (Shop) {
        uint256 kept = Shop.unwrap(shop) & ~(uint256(1) << 224);
        return Shop.wrap(newPaused ? kept | 1 << 224 : kept);
    }
}
