// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibSort} from "solady/utils/LibSort.sol";

import {Fixture} from "../Fixture.sol";

/// @title Reporters of both kinds, keys and contracts, and epochs that they sign together.
abstract contract ReporterFixture is Fixture {
    /// @dev The signer set in force from the next epoch on, ascending.
    address[] internal signers;
    mapping(address reporter => uint256) private _keys;

    /// @dev Two reporters with keys and `contracts`, all of whom must sign.
    function _appoint(address[] memory contracts) internal {
        uint256 n = contracts.length + 2;
        address[] memory all = new address[](n);
        for (uint256 i; i < n; ++i) {
            if (i < contracts.length) {
                all[i] = contracts[i];
                continue;
            }
            (address reporter, uint256 key) = makeAddrAndKey(string.concat("key ", vm.toString(i)));
            _keys[reporter] = key;
            all[i] = reporter;
        }
        LibSort.sort(all);
        signers = all;
        vm.prank(owner);
        climate.setSigners(all, n);
    }

    function _appoint(address reporter) internal {
        address[] memory contracts = new address[](1);
        contracts[0] = reporter;
        _appoint(contracts);
    }

    /// @dev The signer set's signatures; a contract's is its address.
    function _signTogether(uint256 epoch, bytes memory report)
        internal
        view
        returns (bytes[] memory reports, bytes[] memory signatures)
    {
        reports = new bytes[](signers.length);
        signatures = new bytes[](signers.length);
        for (uint256 i; i < signers.length; ++i) {
            reports[i] = report;
            uint256 key = _keys[signers[i]];
            signatures[i] = key == 0
                ? abi.encodePacked(signers[i])
                : _signDigest(key, climate.digest(epoch, report));
        }
    }

    function _placeOf(address reporter) internal view returns (uint256 place) {
        while (signers[place] != reporter) ++place;
    }
}
