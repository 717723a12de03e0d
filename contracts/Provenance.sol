// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {EIP712} from "solady/utils/EIP712.sol";

import {Inclusion} from "./almanac/Inclusion.sol";
import {IAlmanac} from "./interfaces/IAlmanac.sol";
import {TokenState} from "./interfaces/IChoices.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {IModels} from "./interfaces/IModels.sol";
import {IProvenance, Signed, Stages, Statement} from "./interfaces/IProvenance.sol";
import {SkyInputs} from "./types/MerkleLayout.sol";

/// @title Provenance: who said what a picture came from, and whether the chain says so too.
/// @dev TypeScript twin: renderer/provenance.ts.
contract Provenance is IProvenance, EIP712 {
    bytes32 private constant STATEMENT_TYPEHASH = keccak256(
        "Statement(uint256 tokenId,uint256 epoch,bytes32 modelHash,bytes32 inputHash,bytes32 rasterRoot,uint256 artVersion,uint256 compositorVersion,bytes32 composedHash)"
    );
    bytes32 private constant SET_DOMAIN = keccak256("Heliotrope.SignerSet");

    /// @dev As many as the climate has reporters at most.
    uint256 private constant MOST_MEMBERS = 31;

    IHeliotrope public immutable token;
    IAlmanac public immutable almanac;
    IModels public immutable models;
    IGenomes public immutable genomes;
    IClimate public immutable climate;

    constructor(IHeliotrope token_, IAlmanac almanac_) {
        token = token_;
        almanac = almanac_;
        models = IModels(token_.models());
        genomes = IGenomes(token_.genomes());
        climate = IClimate(token_.climate());
    }

    /// @inheritdoc IProvenance
    function digest(Statement calldata statement) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(STATEMENT_TYPEHASH, statement)));
    }

    /// @inheritdoc IProvenance
    function isSignedBy(Statement calldata statement, address signer, bytes calldata signature)
        external
        view
        returns (bool)
    {
        return _isSigned(digest(statement), signer, signature);
    }

    /// @inheritdoc IProvenance
    function hashSet(uint256 threshold, address[] calldata members) public pure returns (bytes32) {
        uint256 n = members.length;
        bool isSet = threshold != 0 && threshold <= n && n <= MOST_MEMBERS;
        address last;
        for (uint256 i; isSet && i < n; ++i) {
            isSet = members[i] > last;
            last = members[i];
        }
        if (!isSet) revert SetInvalid(threshold, n);
        return keccak256(abi.encode(SET_DOMAIN, threshold, members));
    }

    /// @inheritdoc IProvenance
    function isSignedBySet(
        Statement calldata statement,
        bytes32 set,
        uint256 threshold,
        address[] calldata members,
        Signed[] calldata signatures
    ) external view returns (bool) {
        if (hashSet(threshold, members) != set || signatures.length != threshold) return false;
        bytes32 hash = digest(statement);
        uint256 next;
        for (uint256 i; i < threshold; ++i) {
            address signer = signatures[i].signer;
            // Both ascend, so one walk over the members finds all signers, each at most once.
            while (next < members.length && members[next] < signer) ++next;
            if (next == members.length || members[next] != signer) return false;
            ++next;
            // Asked after it was found, so that no stranger is ever called.
            if (!_isSigned(hash, signer, signatures[i].signature)) return false;
        }
        return true;
    }

    /// @inheritdoc IProvenance
    function stagesOf(
        Statement calldata statement,
        SkyInputs calldata inputs,
        bytes32[] calldata path
    ) external view returns (Stages memory stages) {
        (uint256 tokenId, uint256 epoch) = (statement.tokenId, statement.epoch);
        if (inputs.model < models.count()) {
            (, bytes32 hash,,) = models.modelOf(inputs.model);
            stages.model = hash == statement.modelHash;
        }
        // What is painted is defined for accepted epochs of a life alone.
        if (climate.acceptedAt(epoch) == 0 || tokenId >= genomes.supplyAt(epoch)) return stages;
        // The token's node has the inputs in it: they must be those that the statement is about.
        bool isMeant = hashInputs(inputs) == statement.inputHash;
        if (isMeant) {
            (uint256 model, bytes32 latent, bytes32 condition) = token.skyInputsAt(tokenId, epoch);
            stages.inputs =
                model == inputs.model && latent == inputs.latent && condition == inputs.condition;
        }
        TokenState memory state = token.stateAt(tokenId, epoch);
        // A pin takes the whole state at its epoch, whatever that says of a pin.
        if (state.pinnedEpoch != 0) state = token.stateAt(tokenId, state.pinnedEpoch);
        stages.art = state.artVersion == statement.artVersion;
        bytes32 root = Inclusion.decidedRoot(almanac, tokenId, epoch);
        stages.raster = isMeant && root != 0
            && Inclusion.holdsToken(root, tokenId, inputs, statement.rasterRoot, path);
    }

    /// @inheritdoc IProvenance
    function hashInputs(SkyInputs calldata inputs) public pure returns (bytes32) {
        return keccak256(abi.encode(inputs));
    }

    function _domainNameAndVersion()
        internal
        pure
        override
        returns (string memory name, string memory version)
    {
        return ("Heliotrope Provenance", "1");
    }

    function _isSigned(bytes32 hash, address signer, bytes calldata signature)
        private
        view
        returns (bool)
    {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(hash, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, hash, signature);
    }
}
