// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What the page asks of ENS's universal resolver, for a chain that has none.
/// @dev The calls, answers and errors are those of the real one; names lie here, where there they lie in a
/// registry and its resolvers. Everybody may write.
contract Resolver {
    mapping(bytes32 node => address) public addressOf;
    mapping(bytes32 node => string) public serverOf;
    mapping(address => string) public nameOf;
    /// @notice Whether a primary name is given without a look at where it points.
    bool public isCareless;

    error ResolverNotFound(bytes name);
    error ReverseAddressMismatch(string primary, bytes primaryAddress);
    error OffchainLookup(
        address sender, string[] urls, bytes callData, bytes4 callback, bytes extraData
    );

    function point(bytes32 node, address to) external {
        addressOf[node] = to;
    }

    /// @notice Has the name answered by a server, as EIP-3668 says.
    function appoint(bytes32 node, string calldata server) external {
        serverOf[node] = server;
    }

    function claim(address who, string calldata name) external {
        nameOf[who] = name;
    }

    function neglect(bool yes) external {
        isCareless = yes;
    }

    function resolveWithGateways(bytes calldata name, bytes calldata, string[] calldata)
        external
        view
        returns (bytes memory, address)
    {
        bytes32 node = _node(name, 0);
        if (bytes(serverOf[node]).length > 0) {
            string[] memory urls = new string[](1);
            urls[0] = serverOf[node];
            revert OffchainLookup(address(this), urls, name, this.resolved.selector, name);
        }
        if (addressOf[node] == address(0)) revert ResolverNotFound(name);
        return (abi.encode(addressOf[node]), address(this));
    }

    /// @notice What a server answered; believed as it is.
    function resolved(bytes calldata response, bytes calldata)
        external
        view
        returns (bytes memory, address)
    {
        return (response, address(this));
    }

    function reverseWithGateways(bytes calldata who, uint256, string[] calldata)
        external
        view
        returns (string memory, address, address)
    {
        address asked = address(bytes20(who));
        string memory name = nameOf[asked];
        address to = addressOf[_nodeOf(bytes(name))];
        if (bytes(name).length > 0 && to != asked && !isCareless) {
            revert ReverseAddressMismatch(name, abi.encodePacked(to));
        }
        return (name, address(this), address(this));
    }

    /// @dev Of a name as DNS has it: each label behind its length, a zero at the end.
    function _node(bytes calldata name, uint256 at) private pure returns (bytes32) {
        uint256 length = uint8(name[at]);
        if (length == 0) return 0;
        uint256 next = at + 1 + length;
        return keccak256(abi.encode(_node(name, next), keccak256(name[at + 1:next])));
    }

    /// @dev Of a name as people write it.
    function _nodeOf(bytes memory name) private pure returns (bytes32 node) {
        uint256 end = name.length;
        for (uint256 i = end; i > 0; i--) {
            if (name[i - 1] == ".") {
                node = keccak256(abi.encode(node, _label(name, i, end)));
                end = i - 1;
            }
        }
        if (name.length > 0) node = keccak256(abi.encode(node, _label(name, 0, end)));
    }

    function _label(bytes memory name, uint256 from, uint256 to) private pure returns (bytes32) {
        bytes memory label = new bytes(to - from);
        for (uint256 i; i < label.length; i++) {
            label[i] = name[from + i];
        }
        return keccak256(label);
    }
}
