// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What contracts/types/Exposure.sol does to one lane, in plain arithmetic.
/// @dev A lane is a value below `top`, the weight of its highest bit, and that bit. Operations on the bits
/// of whole words are beyond the solver, so lanes are proved, of every width at once;
/// test/contracts/types/exposure.t.sol holds the words to them.
contract ExposureProperties {
    /// @dev 100 years of 7 hours, leap days included.
    uint256 private constant CENTURY = 125_229;

    struct Lane {
        uint256 low;
        bool bit;
    }

    /// @notice Added without their top bits, lanes stay in their place, and give the sum modulo the width.
    function add(uint256 top, Lane memory a, Lane memory b) external pure {
        require(top > 0 && top < 2 ** 64 && a.low < top && b.low < top);
        uint256 sum = a.low + b.low;
        // No carry into the next lane.
        assert(sum < 2 * top);
        bool carry = sum >= top;
        // The top bit is set by an exclusive or of three.
        bool bit = (carry != a.bit) != b.bit;
        uint256 lane = (carry ? sum - top : sum) + (bit ? top : 0);
        assert(lane == _modulo(_value(top, a) + _value(top, b), top));
    }

    /// @notice Subtracted under a borrowed top bit, lanes stay in their place, and give the difference
    /// modulo the width.
    function minus(uint256 top, Lane memory a, Lane memory b) external pure {
        require(top > 0 && top < 2 ** 64 && a.low < top && b.low < top);
        uint256 difference = a.low + top - b.low;
        // No borrow from the next lane.
        assert(difference > 0 && difference < 2 * top);
        bool spare = difference >= top;
        bool bit = (spare != a.bit) == b.bit;
        uint256 lane = (spare ? difference - top : difference) + (bit ? top : 0);
        assert(lane == _modulo(_value(top, a) + 2 * top - _value(top, b), top));
    }

    /// @notice What lies between two sums is what was added, wherever they wrapped around.
    function between(uint256 before, uint256 added) external pure {
        require(before < 2 ** 34 && added < 2 ** 34);
        uint256 later = (before + added) % 2 ** 34;
        assert((later + 2 ** 34 - before) % 2 ** 34 == added);
    }

    /// @notice The exposures of two stays add up to that of the whole.
    function stays(uint256 from, uint256 middle, uint256 to) external pure {
        require(from < 2 ** 34 && middle < 2 ** 34 && to < 2 ** 34);
        uint256 first = (middle + 2 ** 34 - from) % 2 ** 34;
        uint256 second = (to + 2 ** 34 - middle) % 2 ** 34;
        assert((first + second) % 2 ** 34 == (to + 2 ** 34 - from) % 2 ** 34);
    }

    /// @notice A century of rain at the end of its range, epoch by epoch, fits its width.
    function rain(uint256 epochs, uint256 sum, uint256 value) external pure {
        require(epochs < CENTURY && sum <= epochs * 65_535 && value <= 65_535);
        assert(sum + value <= (epochs + 1) * 65_535);
        assert(sum + value < 2 ** 34);
    }

    /// @notice So does a century of minutes, of sun or of frost.
    function sunMinutes(uint256 epochs, uint256 sum, uint256 value) external pure {
        require(epochs < CENTURY && sum <= epochs * 1440 && value <= 1440);
        assert(sum + value <= (epochs + 1) * 1440);
        assert(sum + value < 2 ** 28);
    }

    /// @notice So does a century of storm winds.
    function speed(uint256 epochs, uint256 sum, uint256 value) external pure {
        require(epochs < CENTURY && sum <= epochs * 15_000 && value <= 15_000);
        assert(sum + value <= (epochs + 1) * 15_000);
        assert(sum + value < 2 ** 31);
    }

    /// @notice So does a century of counting epochs, or storms.
    function observed(uint256 epochs, uint256 sum, uint256 value) external pure {
        require(epochs < CENTURY && sum <= epochs && value <= 1);
        assert(sum + value <= epochs + 1);
        assert(sum + value < 2 ** 17);
    }

    /// @notice So does a century of wind from one side, whichever it is.
    function wind(int256 epochs, int256 sum, int256 value) external pure {
        require(epochs >= 0 && epochs < 125_229 && value <= 15_000 && value >= -15_000);
        require(sum <= epochs * 15_000 && sum >= -epochs * 15_000);
        assert(sum + value <= (epochs + 1) * 15_000 && sum + value >= -(epochs + 1) * 15_000);
        assert(sum + value < 2 ** 31 && sum + value >= -2 ** 31);
    }

    /// @notice So does a century at the coldest or the hottest.
    function temperature(int256 epochs, int256 sum, int256 value) external pure {
        require(epochs >= 0 && epochs < 125_229 && value <= 6000 && value >= -9000);
        require(sum <= epochs * 6000 && sum >= -epochs * 9000);
        assert(sum + value <= (epochs + 1) * 6000 && sum + value >= -(epochs + 1) * 9000);
        assert(sum + value < 2 ** 31 && sum + value >= -2 ** 31);
    }

    function _value(uint256 top, Lane memory lane) private pure returns (uint256) {
        return lane.low + (lane.bit ? top : 0);
    }

    /// @dev Of a value below two widths.
    function _modulo(uint256 value, uint256 top) private pure returns (uint256) {
        return value >= 2 * top ? value - 2 * top : value;
    }
}
