// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title The almanac's money, windows and padding, as contracts/almanac/ counts them.
contract BondsProperties {
    /// @notice The shares of a pot are never more than the pot, nor than the treasury holds.
    function share(uint256 held, uint256 pot, uint256 keepers) external pure {
        require(keepers > 0 && keepers < 2 ** 24 && held < 2 ** 96 && pot < 2 ** 96);
        uint256 most = held < pot ? held : pot;
        uint256 each = most / keepers;
        // Of the division only this matters; the product would be nonlinear.
        uint256 rest = most % keepers;
        uint256 paid = most - rest;
        assert(paid <= held && paid <= pot);
        assert(rest < keepers && each <= most);
    }

    /// @notice What stood behind a fallen root is what is paid and what is burned, and at least half burns.
    function claim(uint256 keepers, uint256 bond) external pure {
        require(keepers < 2 ** 24 && bond < 2 ** 96);
        uint256 lost = keepers * bond;
        uint256 reward = lost / 2;
        uint256 burned = lost - reward;
        assert(reward + burned == lost);
        assert(burned >= reward && burned - reward <= 1);
    }

    /// @notice A bond that expires is what comes back, what is paid and what is burned.
    function expire(uint256 bond) external pure {
        require(bond < 2 ** 96);
        uint256 penalty = bond / 4;
        uint256 reward = penalty / 2;
        uint256 burned = penalty - reward;
        uint256 back = bond - penalty;
        assert(back + reward + burned == bond);
        assert(reward <= burned && back >= bond - bond / 4);
    }

    /// @notice No node above a token that is born is padding, whatever its height.
    function born(uint256 token, uint256 supply) external pure {
        require(supply <= 16_384 && token < supply);
        assert(token / 2 * 2 < supply);
        assert(token / 128 * 128 < supply);
        assert(token / 8192 * 8192 < supply);
        assert(token / 16_384 * 16_384 < supply);
    }

    /// @notice No node above a run of the raster is padding, below the token.
    function used(uint256 run) external pure {
        require(run < 3600);
        assert(run / 2 * 2 < 3600);
        assert(run / 16 * 16 < 3600);
        assert(run / 64 * 64 < 3600);
        assert(run / 2048 * 2048 < 3600);
    }

    /// @notice The slowest walk, each demand and each answer in its last second, ends before a bond's longest lock.
    function walk(
        uint256 ends,
        uint256 answer,
        uint256 follow,
        uint256 d1,
        uint256 a1,
        uint256 d2,
        uint256 a2,
        uint256 d3,
        uint256 a3,
        uint256 d4,
        uint256 a4
    ) external pure {
        require(ends < 2 ** 40 && answer < 2 ** 32 && follow < 2 ** 32);
        require(d1 < ends && a1 < d1 + answer);
        require(d2 < a1 + follow && a2 < d2 + answer);
        require(d3 < a2 + follow && a3 < d3 + answer);
        require(d4 < a3 + follow && a4 < d4 + answer);
        assert(a4 + follow < ends + 4 * (answer + follow));
    }
}
