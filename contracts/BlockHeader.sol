// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Reads PREVRANDAO out of an RLP block header.
library BlockHeader {
    /// @dev Where PREVRANDAO (`mixHash`) stands among the header's fields.
    uint256 private constant FIELD = 13;

    /// @notice The 32 bytes of field 13.
    /// @dev The caller has checked the header's hash, so this only has to be strict enough that a
    /// chain with another kind of header is noticed: the list spans the input exactly, no field
    /// leaves it, and field 13 is a string of 32 bytes.
    /// @return ok false when the header is not of that form.
    function prevRandao(bytes calldata header) internal pure returns (bool ok, bytes32 value) {
        if (header.length == 0 || uint8(header[0]) < 0xc0) return (false, 0);
        (uint256 at, uint256 length) = _item(header, 0);
        if (at + length != header.length) return (false, 0);
        for (uint256 i; i < FIELD; ++i) {
            if (at >= header.length) return (false, 0);
            (uint256 start, uint256 size) = _item(header, at);
            at = start + size;
        }
        if (at + 33 > header.length || uint8(header[at]) != 0xa0) return (false, 0);
        return (true, bytes32(header[at + 1:at + 33]));
    }

    /// @dev Where the payload of the item at `at` starts and how long it is. Lengths of more than 8
    /// bytes cannot occur in calldata and answer a payload beyond the end, which callers refuse.
    function _item(bytes calldata header, uint256 at)
        private
        pure
        returns (uint256 start, uint256 size)
    {
        uint256 prefix = uint8(header[at]);
        if (prefix < 0x80) return (at, 1);
        uint256 form = prefix < 0xc0 ? prefix - 0x80 : prefix - 0xc0;
        if (form < 56) return (at + 1, form);
        uint256 sizeBytes = form - 55;
        start = at + 1 + sizeBytes;
        if (start > header.length) return (start, header.length);
        size = uint256(bytes32(header[at + 1:start])) >> (256 - 8 * sizeBytes);
        if (size > header.length) size = header.length;
    }
}
