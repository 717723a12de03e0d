// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAlmanac} from "./IAlmanac.sol";
import {IERC7007} from "./IERC7007.sol";
import {IHeliotrope} from "./IHeliotrope.sol";

/// @title The skies of a collection, for those that read ERC-7007
/// @notice A prompt is a moment of a plant: abi.encode(tokenId, epoch). What the network is told then, the chain
/// knows: nobody writes it down. Content is 240 x 240 pixels, RGB row-major, or one run of 16 of them (48
/// bytes; run = y * 15 + x / 16). There is no prover, and nothing to wait for one with: a proof is one of
///
/// | proof, its bytes one after the other                        | content | length | what `verify` does       |
/// |-------------------------------------------------------------|---------|--------|--------------------------|
/// | run                                                         | a run   | 32     | recomputes the run       |
/// | run, model, latent, condition, 26 siblings                  | a run   | 960    | checks it under the root |
/// | model, latent, condition, 14 siblings                       | raster  | 544    | hashes it under the root |
///
/// each member 32 bytes. The first needs the engine alone, and holds from the epoch's acceptance on; the
/// others need the epoch decided in the almanac, and say what the almanac says. Anything else is false.
///
/// The standard wants the contract to be the ERC-721 token as well. The token came first and cannot change,
/// so this contract answers ERC-721's questions with the token's answers, and refuses what would move a
/// token. It does not claim ERC-721's identifier: whoever lists tokens by it would list each plant twice.
interface IERC7007Adapter is IERC7007 {
    /// @notice Plants are moved and approved at `token`.
    error AskTheToken(address token);

    /// @notice `prompt` is about another token, or about none.
    error PromptMismatch(uint256 tokenId);

    /// @notice The proof does not show that this is what the prompt's sky looks like.
    error NotVerified();

    /// @notice The prompt of a moment.
    function promptOf(uint256 tokenId, uint256 epoch) external pure returns (bytes memory);

    function token() external view returns (IHeliotrope);

    function almanac() external view returns (IAlmanac);
}
