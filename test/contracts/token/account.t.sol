// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibERC6551} from "solady/accounts/LibERC6551.sol";

import {Fixture} from "../Fixture.sol";

interface IRegistry {
    function account(
        address implementation,
        bytes32 salt,
        uint256 chainId,
        address tokenContract,
        uint256 tokenId
    ) external view returns (address);

    function createAccount(
        address implementation,
        bytes32 salt,
        uint256 chainId,
        address tokenContract,
        uint256 tokenId
    ) external returns (address);
}

contract AccountTest is Fixture {
    IRegistry private constant REGISTRY = IRegistry(0x000000006551c19487814612e58FE06813775758);
    address private constant IMPLEMENTATION = address(0xacc);

    function _settings() internal override returns (Settings memory settings) {
        settings = super._settings();
        settings.accountImplementation = IMPLEMENTATION;
    }

    function setUp() public override {
        super.setUp();
        assertEq(address(REGISTRY), LibERC6551.REGISTRY);
        // The code of the registry itself.
        vm.etch(address(REGISTRY), LibERC6551.REGISTRY_BYTECODE);
        _mint(alice, 3);
    }

    function test_accountOf_isWhatTheRegistryAnswers() public {
        assertEq(token.accountImplementation(), IMPLEMENTATION);
        uint256[3] memory chains = [block.chainid, 1, 8453];
        for (uint256 i; i < 3; ++i) {
            vm.chainId(chains[i]);
            for (uint256 id; id < 3; ++id) {
                address account = REGISTRY.account(IMPLEMENTATION, 0, chains[i], address(token), id);
                assertEq(token.accountOf(id), account);
            }
        }
        assertNotEq(token.accountOf(0), token.accountOf(1));
    }

    function test_accountOf_isWhereAnybodyMayCreateIt() public {
        address account = token.accountOf(1);
        assertEq(account.code.length, 0);
        // A plant may own things before its account is there.
        vm.deal(account, 1 ether);
        vm.prank(mallory);
        address created =
            REGISTRY.createAccount(IMPLEMENTATION, 0, block.chainid, address(token), 1);
        assertEq(created, account);
        // An ERC-1167 proxy of 45 bytes, then salt, chain, token and id.
        assertEq(account.code.length, 173);
        assertEq(token.accountOf(1), account);
    }

    function test_accountOf_outlivesTheToken() public {
        address account = token.accountOf(2);
        vm.prank(alice);
        token.burn(2);
        assertEq(token.accountOf(2), account);
    }
}
