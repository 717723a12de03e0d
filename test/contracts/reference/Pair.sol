// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";

import {CoreCollection, ModelCollection} from "./Collections.sol";
import {Deaf, Receiver, Reentrant, Refuser, WrongReceiver} from "./Receivers.sol";

/// @title Everything that anyone does is done to our core and to the model, and must go the same way.
contract Pair is Test {
    /// @dev What is done to calldata on its way, in some of the calls.
    enum Harm {
        None,
        Trailing,
        Short,
        DirtyFirst,
        DirtySecond
    }

    uint256 private constant MOST_TOKENS = 64;

    CoreCollection public immutable ours;
    ModelCollection public immutable model;
    /// @dev Wallets, contracts of every kind and nobody.
    address[] public people;
    uint256 public minted;
    /// @dev Calls made to both, and those that succeeded on both.
    uint256 public made;
    uint256 public succeeded;

    constructor(CoreCollection ours_, ModelCollection model_) {
        ours = ours_;
        model = model_;
        people = [address(0xa11ce), address(0xb0b), address(0xca401)];
        people.push(address(new Receiver()));
        people.push(address(new WrongReceiver()));
        people.push(address(new Refuser()));
        people.push(address(new Deaf()));
        people.push(address(new Reentrant(people[0])));
        // Accounts under EIP-7702: one whose code takes tokens, one whose code knows nothing of them.
        people.push(_delegated("delegated", people[3]));
        people.push(_delegated("delegated, deaf", people[6]));
        people.push(address(0));
        for (uint256 i; i < people.length; ++i) {
            vm.deal(people[i], 1 ether);
        }
    }

    function mint(uint256 to, uint256 quantity) external {
        quantity = 1 + quantity % 10;
        if (minted + quantity > MOST_TOKENS) return;
        bool ok =
            _act(_caller(0), abi.encodeCall(model.mint, (_person(to), quantity)), 0, Harm.None);
        if (ok) minted += quantity;
    }

    function transferFrom(uint256 by, uint256 from, uint256 to, uint256 id, uint256 harm) external {
        bytes memory input =
            abi.encodeCall(IERC721.transferFrom, (_sender(from, id), _person(to), _id(id)));
        _act(_actor(by, id), input, _value(harm), _harm(harm));
    }

    function safeTransferFrom(uint256 by, uint256 to, uint256 id, bytes calldata data, uint256 harm)
        external
    {
        bytes memory input = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256,bytes)",
            _sender(by, id),
            _person(to),
            _id(id),
            data
        );
        // Offsets and lengths may be judged differently; addresses may not.
        Harm kind = _harm(harm);
        if (kind == Harm.Short) kind = Harm.None;
        _act(_actor(by, id), input, _value(harm), kind);
    }

    function safeTransferFromWithoutData(uint256 by, uint256 to, uint256 id, uint256 harm)
        external
    {
        bytes memory input = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256)", _sender(by, id), _person(to), _id(id)
        );
        _act(_actor(by, id), input, _value(harm), _harm(harm));
    }

    function approve(uint256 by, uint256 to, uint256 id, uint256 harm) external {
        bytes memory input = abi.encodeCall(IERC721.approve, (_person(to), _id(id)));
        Harm kind = _harm(harm);
        // The second word is a number, of which every bit counts.
        if (kind == Harm.DirtySecond) kind = Harm.None;
        _act(_actor(by, id), input, _value(harm), kind);
    }

    function setApprovalForAll(uint256 by, uint256 operator, bool approved, uint256 harm) external {
        address spender = _person(operator);
        // ERC721A takes nobody for an operator, OpenZeppelin does not; the standard is silent.
        if (spender == address(0)) return;
        bytes memory input = abi.encodeCall(IERC721.setApprovalForAll, (spender, approved));
        _act(_caller(by), input, _value(harm), _harm(harm));
    }

    function burn(uint256 by, uint256 id, uint256 harm) external {
        Harm kind = _harm(harm);
        if (kind > Harm.Short) kind = Harm.None;
        _act(_actor(by, id), abi.encodeCall(model.burn, (_id(id))), _value(harm), kind);
    }

    function ask(uint256 what, uint256 who, uint256 other, uint256 id, uint256 harm) external {
        bytes[6] memory calls = [
            abi.encodeCall(IERC721.balanceOf, (_person(who))),
            abi.encodeCall(IERC721.isApprovedForAll, (_person(who), _person(other))),
            abi.encodeCall(IERC721.ownerOf, (_id(id))),
            abi.encodeCall(IERC721.getApproved, (_id(id))),
            abi.encodeWithSignature("name()"),
            abi.encodeWithSignature("symbol()")
        ];
        what %= 6;
        Harm kind = _harm(harm);
        if (what > 1 && kind > Harm.Short) kind = Harm.None;
        if (what == 0 && kind == Harm.DirtySecond) kind = Harm.None;
        if (what > 3) kind = Harm.None;
        _act(_caller(other), calls[what], 0, kind);
    }

    function peopleCount() external view returns (uint256) {
        return people.length;
    }

    /// @dev The same call to both. Answers whether it succeeded.
    function _act(address by, bytes memory input, uint256 value, Harm harm)
        private
        returns (bool ok)
    {
        input = _harmed(input, harm);
        ++made;
        (bool isFine, bytes memory answer, Vm.Log[] memory logs) =
            _call(address(ours), by, input, value);
        (bool isModel, bytes memory wanted, Vm.Log[] memory modelLogs) =
            _call(address(model), by, input, value);
        assertEq(isFine, isModel, "one of the two reverted");
        if (!isFine) return false;
        assertEq(answer, wanted, "other answers");
        assertEq(logs.length, modelLogs.length, "other events");
        for (uint256 i; i < logs.length; ++i) {
            assertEq(
                abi.encode(logs[i].topics, logs[i].data),
                abi.encode(modelLogs[i].topics, modelLogs[i].data),
                "other events"
            );
        }
        ++succeeded;
        return true;
    }

    function _call(address collection, address by, bytes memory input, uint256 value)
        private
        returns (bool ok, bytes memory answer, Vm.Log[] memory logs)
    {
        vm.deal(by, 1 ether);
        vm.recordLogs();
        vm.prank(by);
        (ok, answer) = collection.call{value: value}(input);
        logs = vm.getRecordedLogs();
    }

    function _harmed(bytes memory input, Harm harm) private pure returns (bytes memory) {
        if (harm == Harm.Trailing) return bytes.concat(input, keccak256(input));
        if (harm == Harm.Short) {
            assembly {
                mstore(input, sub(mload(input), 1))
            }
        }
        // A bit above the 160 of an address, and above the one of a flag.
        if (harm == Harm.DirtyFirst) input[4 + 11] ^= 0x01;
        if (harm == Harm.DirtySecond) input[4 + 32 + 11] ^= 0x01;
        return input;
    }

    /// @dev One call in eight comes with something wrong.
    function _harm(uint256 seed) private pure returns (Harm) {
        return seed % 32 < 5 ? Harm(seed % 32) : Harm.None;
    }

    /// @dev One call in sixteen comes with ether.
    function _value(uint256 seed) private pure returns (uint256) {
        return (seed >> 8) % 16 == 0 ? 1 : 0;
    }

    function _person(uint256 seed) private view returns (address) {
        return people[seed % people.length];
    }

    /// @dev A token, or one of the two that come after the last, or none that ever will.
    function _id(uint256 seed) private view returns (uint256) {
        if (seed % 64 == 63) return type(uint256).max - seed % 3;
        return (seed >> 6) % (minted + 2);
    }

    /// @dev Who acts: often the token's owner, else anyone.
    function _actor(uint256 seed, uint256 id) private view returns (address) {
        return seed % 2 == 0 ? _ownerOf(id) : _caller(seed >> 1);
    }

    /// @dev Nobody is the last of the people, and never calls.
    function _caller(uint256 seed) private view returns (address) {
        return people[seed % (people.length - 1)];
    }

    /// @dev Who is said to own it: nearly always who does.
    function _sender(uint256 seed, uint256 id) private view returns (address) {
        return (seed >> 8) % 8 != 0 ? _ownerOf(id) : _person(seed >> 11);
    }

    function _ownerOf(uint256 id) private view returns (address) {
        try model.ownerOf(_id(id)) returns (address holder) {
            return holder;
        } catch {
            return people[0];
        }
    }

    function _delegated(string memory name, address code) private returns (address account) {
        account = makeAddr(name);
        vm.etch(account, abi.encodePacked(hex"ef0100", code));
    }
}
