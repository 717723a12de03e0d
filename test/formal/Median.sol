// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What contracts/Median.sol does to one lane, in plain arithmetic.
/// @dev The solver sees no assembly, so these are the same steps on numbers; the fuzz test in
/// test/contracts/climate/median.t.sol holds the words to the plain median.
contract MedianProperties {
    /// @notice The guard is set exactly where the first value is not the lesser, and no lane borrows.
    function guard(uint256 a, uint256 b) external pure {
        require(a < 65_536 && b < 65_536);
        uint256 difference = a + 65_536 - b;
        assert(difference > 0 && difference < 2 * 65_536);
        assert((difference / 65_536 == 1) == (a >= b));
    }

    /// @notice Flipping the sign bit puts signed values in the order of unsigned ones.
    function signs(int256 a, int256 b) external pure {
        require(a >= -32_768 && a < 32_768 && b >= -32_768 && b < 32_768);
        int256 flippedA = ((a < 0 ? a + 65_536 : a) + 32_768) % 65_536;
        int256 flippedB = ((b < 0 ? b + 65_536 : b) + 32_768) % 65_536;
        assert(flippedA >= 0 && flippedA < 65_536);
        assert((flippedA < flippedB) == (a < b));
    }

    /// @notice Both differences keep a guard exactly where the value is in its range.
    function range(uint256 value, uint256 least, uint256 most) external pure {
        require(value < 65_536 && least <= most && most < 65_536);
        bool inRange =
            (value + 65_536 - least) / 65_536 == 1 && (most + 65_536 - value) / 65_536 == 1;
        assert(inRange == (least <= value && value <= most));
    }

    /// @notice Three exchanges leave the median of three in the middle.
    function three(int256 a, int256 b, int256 c) external pure {
        int256 median = _three(a, b, c);
        assert(median == a || median == b || median == c);
        // At least two are not above it, and at least two not below.
        assert(_most(a, median) + _most(b, median) + _most(c, median) >= 2);
        assert(_most(median, a) + _most(median, b) + _most(median, c) >= 2);
    }

    /// @notice One liar of three, wherever it stands and whatever it says, is between the honest two.
    function oneLiar(int256 honest, int256 other, int256 lie) external pure {
        int256 low = honest < other ? honest : other;
        int256 high = honest < other ? other : honest;
        int256 median = _three(honest, other, lie);
        assert(low <= median && median <= high);
        median = _three(honest, lie, other);
        assert(low <= median && median <= high);
        median = _three(lie, honest, other);
        assert(low <= median && median <= high);
    }

    /// @notice Insertion puts five in order, so the middle one is their median.
    function five(int256 a, int256 b, int256 c, int256 d, int256 e) external pure {
        (a, b, c, d, e) = _five(a, b, c, d, e);
        assert(a <= b && b <= c && c <= d && d <= e);
    }

    /// @notice Two liars of five leave the median between the least and the greatest of three honest.
    function twoLiars(int256 x, int256 y, int256 z, int256 lie, int256 other) external pure {
        require(x <= y && y <= z);
        (,, int256 median,,) = _five(x, lie, y, other, z);
        assert(x <= median && median <= z);
        (,, median,,) = _five(lie, other, z, x, y);
        assert(x <= median && median <= z);
    }

    /// @notice A threshold that setSigners takes is a majority, and its median stands (k - 1) / 2 liars.
    function quorum(uint256 n, uint256 k) external pure {
        require(n <= 31 && k % 2 == 1 && k <= n && k * 2 > n);
        uint256 liars = (k - 1) / 2;
        assert(k >= 2 * liars + 1);
        // No two groups without a common member could each report an epoch.
        assert(k + k > n);
        // The middle of k has as many on either side as there may be liars.
        assert(k - 1 - k / 2 == liars && k / 2 == liars);
    }

    function _three(int256 least, int256 middle, int256 greatest) private pure returns (int256) {
        (least, middle) = _exchange(least, middle);
        (middle, greatest) = _exchange(middle, greatest);
        (least, middle) = _exchange(least, middle);
        return middle;
    }

    function _five(int256 a, int256 b, int256 c, int256 d, int256 e)
        private
        pure
        returns (int256, int256, int256, int256, int256)
    {
        (a, b) = _exchange(a, b);
        (b, c) = _exchange(b, c);
        (a, b) = _exchange(a, b);
        (c, d) = _exchange(c, d);
        (b, c) = _exchange(b, c);
        (a, b) = _exchange(a, b);
        (d, e) = _exchange(d, e);
        (c, d) = _exchange(c, d);
        (b, c) = _exchange(b, c);
        (a, b) = _exchange(a, b);
        return (a, b, c, d, e);
    }

    function _exchange(int256 a, int256 b) private pure returns (int256, int256) {
        return a >= b ? (b, a) : (a, b);
    }

    function _most(int256 a, int256 b) private pure returns (uint256) {
        return a <= b ? 1 : 0;
    }
}
