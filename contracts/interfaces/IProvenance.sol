// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SkyInputs} from "../types/MerkleLayout.sol";

/// @notice What somebody says that a picture came from, stage by stage.
struct Statement {
    uint256 tokenId;
    uint256 epoch;
    /// keccak256 of the sky model's bytes, as `IModels.modelOf` has it.
    bytes32 modelHash;
    /// keccak256(abi.encode(SkyInputs)): what the network was told. See `IProvenance.hashInputs`.
    bytes32 inputHash;
    /// The root of the token's runs, see contracts/types/MerkleLayout.sol. Its leaves bind chain, almanac, epoch
    /// and weather.
    bytes32 rasterRoot;
    /// The art version that was in force, a number in `IModels`.
    uint256 artVersion;
    /// How the plant was laid over the raster: `COMPOSITOR_VERSION` of renderer/compose.ts.
    uint256 compositorVersion;
    /// keccak256 of the composed file.
    bytes32 composedHash;
}

/// @notice One of the signatures of a set.
struct Signed {
    address signer;
    bytes signature;
}

/// @notice Which stages of a statement the chain says the same of.
struct Stages {
    /// The registered model hashes to `modelHash`.
    bool model;
    /// The token's sky is painted from these inputs at this epoch.
    bool inputs;
    /// The almanac was decided for this raster.
    bool raster;
    /// This art version draws the token at this epoch.
    bool art;
}

/// @title Provenance: statements about every stage of a picture, and who stands behind them
/// @notice A statement is EIP-712 typed data of the domain ("Heliotrope Provenance", "1", chain, this contract).
/// It is checked against a signer or a set of them, and, but for the composed file, against the chain itself:
/// a signature says who said it, `stagesOf` says whether it is so. Nothing is stored here.
///
/// A signature is valid when ecrecover says so (65 bytes, the lower s alone: one form for each key) or, where
/// the signer has code, when it answers ERC-1271. A key is asked for first, since under EIP-7702 a key's address
/// may have code that knows no ERC-1271.
///
/// A set is `threshold` of `members`, and its name is the hash of both, so that another contract trusts a set
/// by keeping one word.
interface IProvenance {
    /// @notice Members ascend strictly, none is zero, there are 1 to 31, and the threshold is 1 to as many.
    error SetInvalid(uint256 threshold, uint256 members);

    /// @notice What is signed.
    function digest(Statement calldata statement) external view returns (bytes32);

    /// @notice Whether `signer` signed the statement.
    function isSignedBy(Statement calldata statement, address signer, bytes calldata signature)
        external
        view
        returns (bool);

    /// @notice The name of a set: keccak256(abi.encode(keccak256("Heliotrope.SignerSet"), threshold, members)).
    /// Reverts where there can be no such set.
    function hashSet(uint256 threshold, address[] calldata members) external pure returns (bytes32);

    /// @notice Whether exactly `threshold` members of `set` signed the statement: strictly ascending by signer,
    /// so that nobody counts twice. Reverts where there can be no such set.
    function isSignedBySet(
        Statement calldata statement,
        bytes32 set,
        uint256 threshold,
        address[] calldata members,
        Signed[] calldata signatures
    ) external view returns (bool);

    /// @notice What the chain itself says of the statement. The composed file it does not know: whoever has the
    /// raster and the token's state makes it again, see renderer/compose.ts.
    /// @param inputs what `inputHash` is the hash of.
    /// @param path 14 siblings, from the token to the epoch's root. Empty before the epoch is decided: `raster`
    /// is false then.
    function stagesOf(
        Statement calldata statement,
        SkyInputs calldata inputs,
        bytes32[] calldata path
    ) external view returns (Stages memory);

    /// @notice keccak256(abi.encode(model, latent, condition)).
    function hashInputs(SkyInputs calldata inputs) external pure returns (bytes32);
}
