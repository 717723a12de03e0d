// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Who gets which ether: refunds of contracts/climate/Refunds.sol, rewards, earnings and royalties
/// of contracts/token/Treasury.sol, as arithmetic on their balances.
contract AccountingProperties {
    /// @notice A refund is at most the cap, what is held, and the gas at the price that was paid.
    function refund(uint256 gas, uint256 gasPrice, uint256 baseFee, uint256 cap, uint256 held)
        external
        pure
    {
        require(gas < 2 ** 24 && gasPrice < 2 ** 64 && baseFee < 2 ** 64);
        uint256 most = held < cap ? held : cap;
        uint256 price = 2 * baseFee;
        if (gasPrice < price) price = gasPrice;
        uint256 amount = gas * price;
        if (amount > most) amount = most;
        assert(amount <= cap && amount <= held);
        assert(price <= gasPrice && amount <= gas * price);
    }

    /// @notice Whatever is credited, claimed or withdrawn, the token holds what it owes.
    function rewards(uint256 held, uint256 owed, uint256 due, uint256 claimed, uint256 waiting)
        external
        pure
    {
        require(owed <= held && held < 2 ** 128 && due < 2 ** 128 && waiting < 2 ** 128);
        // Crediting: never reverts, and never more than is there or due.
        uint256 counted = held < 2 ** 80 ? held : 2 ** 80 - 1;
        uint256 left = counted > owed ? counted - owed : 0;
        uint256 credited = left < due ? left : due;
        assert(credited <= due);
        assert(owed + credited <= held);
        // Claiming what was credited.
        if (claimed <= owed) assert(owed - claimed <= held - claimed);
        // Withdrawing: what is owed, and what waits for germination, stays.
        uint256 kept = owed + waiting;
        uint256 amount = held > kept ? held - kept : 0;
        assert(owed <= held - amount);
        assert(amount == 0 || held - amount == kept);
    }

    /// @notice The royalty is at most a tenth of the price, for every price there is.
    function royalty(uint256 price, uint256 bps) external pure {
        require(bps <= 1000);
        uint256 amount = price / 10_000 * bps + price % 10_000 * bps / 10_000;
        assert(amount <= price / 10);
    }

    /// @notice In two parts, it is the whole product's floor (at 1, 750 and 1,000 basis points).
    function royaltyIsExact(uint256 price) external pure {
        require(price < 2 ** 200);
        assert(price / 10_000 + price % 10_000 / 10_000 == price / 10_000);
        assert(price / 10_000 * 750 + price % 10_000 * 750 / 10_000 == price * 750 / 10_000);
        assert(price / 10_000 * 1000 + price % 10_000 * 1000 / 10_000 == price * 1000 / 10_000);
    }
}
