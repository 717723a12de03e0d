// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Provenance} from "../../../contracts/Provenance.sol";
import {IProvenance, Signed, Statement} from "../../../contracts/interfaces/IProvenance.sol";
import {StatementFixture} from "./StatementFixture.sol";
import {Wallet, WrongWallet} from "./Wallets.sol";

contract SetTest is StatementFixture {
    /// @dev Ascending: four keys, and a wallet somewhere among them.
    address[] private members;
    mapping(address member => uint256) private keys;
    address private wallet;

    function setUp() public override {
        super.setUp();
        (address owner, uint256 key) = makeAddrAndKey("owner of the wallet");
        wallet = address(new Wallet(owner));
        keys[wallet] = key;
        members.push(wallet);
        for (uint256 i; i < 4; ++i) {
            (address member, uint256 memberKey) = makeAddrAndKey(string.concat("m", vm.toString(i)));
            keys[member] = memberKey;
            members.push(member);
        }
        for (uint256 i = 1; i < members.length; ++i) {
            for (uint256 j = i; j != 0 && members[j] < members[j - 1]; --j) {
                (members[j], members[j - 1]) = (members[j - 1], members[j]);
            }
        }
    }

    function test_fuzz_isSignedBySet_exactlyThresholdMembers(uint8 who) public view {
        who = uint8(bound(who, 0, 31));
        bytes32 set = provenance.hashSet(3, members);
        Signed[] memory by = _signedBy(who);
        assertEq(_holds(set, 3, by), by.length == 3);
    }

    function test_isSignedBySet_withAWallet() public view {
        // Every three that include it.
        bytes32 set = provenance.hashSet(3, members);
        uint256 tried;
        for (uint8 who; who < 32; ++who) {
            Signed[] memory by = _signedBy(who);
            if (by.length != 3 || (who >> _placeOf(wallet)) & 1 == 0) continue;
            assertTrue(_holds(set, 3, by));
            ++tried;
        }
        assertEq(tried, 6);
    }

    function test_isSignedBySet_refusesDuplicatesAndOtherOrders() public view {
        bytes32 set = provenance.hashSet(3, members);
        Signed[] memory by = _signedBy(7);
        assertTrue(_holds(set, 3, by));
        (by[0], by[1]) = (by[1], by[0]);
        assertFalse(_holds(set, 3, by));
        by = _signedBy(7);
        by[1] = by[0];
        assertFalse(_holds(set, 3, by));
        by = _signedBy(7);
        by[2] = by[1];
        assertFalse(_holds(set, 3, by));
    }

    function test_isSignedBySet_refusesStrangersAndWrongSignatures() public {
        bytes32 set = provenance.hashSet(2, members);
        bytes32 digest = provenance.digest(_statement());
        Signed[] memory by = _signedBy(3);
        assertTrue(_holds(set, 2, by));
        (address stranger, uint256 key) = makeAddrAndKey("stranger");
        by[1] = Signed(stranger, _sign(key, digest));
        if (stranger < by[0].signer) (by[0], by[1]) = (by[1], by[0]);
        assertFalse(_holds(set, 2, by));
        // A member's name under another's signature.
        by = _signedBy(3);
        by[1].signature = _sign(key, digest);
        assertFalse(_holds(set, 2, by));
        // Beyond the last member.
        by = _signedBy(3);
        by[1].signer = address(type(uint160).max);
        assertFalse(_holds(set, 2, by));
    }

    /// @dev A stranger with code could answer anything, or burn the gas.
    function test_isSignedBySet_asksNoStranger() public {
        bytes32 set = provenance.hashSet(1, members);
        address stranger = address(new WrongWallet(abi.encode(bytes4(0x1626ba7e)), false));
        Signed[] memory by = new Signed[](1);
        by[0] = Signed(stranger, "");
        vm.expectCall(stranger, "", 0);
        assertFalse(_holds(set, 1, by));
    }

    function test_isSignedBySet_theNameIsOfThresholdAndMembers() public view {
        bytes32 set = provenance.hashSet(3, members);
        // The same people, fewer of them.
        assertFalse(_holds(set, 2, _signedBy(3)));
        assertTrue(_holds(provenance.hashSet(2, members), 2, _signedBy(3)));
        assertFalse(_holds(0, 3, _signedBy(7)));
        assertEq(set, keccak256(abi.encode(keccak256("Heliotrope.SignerSet"), uint256(3), members)));
    }

    function test_isSignedBySet_notOnAnotherContract() public {
        bytes32 set = provenance.hashSet(3, members);
        Signed[] memory by = _signedBy(7);
        Provenance other = new Provenance(token, almanac);
        assertFalse(other.isSignedBySet(_statement(), set, 3, members, by));
        vm.chainId(5);
        assertFalse(_holds(set, 3, by));
    }

    function test_RevertWhen_thereCanBeNoSuchSet() public {
        _refused(0, members);
        _refused(6, members);
        _refused(1, new address[](0));
        // The zero address: an ecrecover that fails answers it.
        _refused(1, new address[](1));
        address[] memory wrong = members;
        (wrong[0], wrong[1]) = (wrong[1], wrong[0]);
        _refused(3, wrong);
        wrong[1] = wrong[0];
        _refused(3, wrong);
        address[] memory crowd = new address[](32);
        for (uint256 i; i < 32; ++i) {
            crowd[i] = address(uint160(i + 1));
        }
        _refused(17, crowd);
        assembly ("memory-safe") {
            mstore(crowd, 31)
        }
        provenance.hashSet(31, crowd);
    }

    function _refused(uint256 threshold, address[] memory group) private {
        vm.expectRevert(
            abi.encodeWithSelector(IProvenance.SetInvalid.selector, threshold, group.length)
        );
        provenance.hashSet(threshold, group);
    }

    function _holds(bytes32 set, uint256 threshold, Signed[] memory by)
        private
        view
        returns (bool)
    {
        return provenance.isSignedBySet(_statement(), set, threshold, members, by);
    }

    /// @dev Signatures of the members whose bit is set, in order.
    function _signedBy(uint8 who) private view returns (Signed[] memory by) {
        bytes32 digest = provenance.digest(_statement());
        by = new Signed[](members.length);
        uint256 count;
        for (uint256 i; i < members.length; ++i) {
            if ((who >> i) & 1 == 0) continue;
            by[count++] = Signed(members[i], _sign(keys[members[i]], digest));
        }
        assembly ("memory-safe") {
            mstore(by, count)
        }
    }

    function _placeOf(address member) private view returns (uint256 place) {
        while (members[place] != member) ++place;
    }
}
