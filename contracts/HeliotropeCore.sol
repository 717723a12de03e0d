// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721A} from "erc721a/contracts/ERC721A.sol";
import {LibERC6551} from "solady/accounts/LibERC6551.sol";

import {IChoices, STATION} from "./interfaces/IChoices.sol";
import {Cause} from "./interfaces/ICauses.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IContractMetadata, Piece} from "./interfaces/IContractMetadata.sol";
import {IERC7496} from "./interfaces/IERC7496.sol";
import {DRAWN, IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {IMetadata} from "./interfaces/IMetadata.sol";
import {Forward} from "./token/Forward.sol";
import {Homes} from "./token/Homes.sol";
import {Holder} from "./token/Holder.sol";
import {Wired} from "./token/Wired.sol";

/// @title The token without its price: `_mintPlants` is internal and ungated.
abstract contract HeliotropeCore is Homes, Holder {
    bytes4 private constant ERC4906_ID = 0x49064906;

    /// @dev Blocks per mint window.
    uint256 internal constant WINDOW = 32;

    /// @dev The window of the deployment. A token keeps its window, counted from here, in the 24 bits
    /// that ERC721A leaves free beside the owner: minting writes nothing for the germination.
    uint256 private immutable FIRST_WINDOW;

    /// @dev The shown epoch and the last accepted one, added, when somebody other than the climate last
    /// announced. Neither ever falls: weather may come for an epoch after its absence was announced.
    uint256 private _announced;

    constructor(string memory name_, string memory symbol_, Wiring memory wiring)
        ERC721A(name_, symbol_)
        Wired(wiring)
    {
        FIRST_WINDOW = block.number / WINDOW;
    }

    /// @inheritdoc IHeliotrope
    function burn(uint256 tokenId) external {
        _burn(tokenId, true);
    }

    /// @inheritdoc IHeliotrope
    function announce() external {
        // The climate comes with every accepted epoch and pays for no note of it.
        if (msg.sender != climate) {
            uint256 shown = Forward.ask(climate, IClimate.shownEpoch.selector, block.timestamp);
            uint256 state = shown + Forward.ask(climate, IClimate.lastEpoch.selector, 0);
            if (state <= _announced) revert NothingToAnnounce(shown);
            _announced = state;
        }
        emit BatchMetadataUpdate(0, type(uint256).max);
    }

    /// @inheritdoc IHeliotrope
    function announceBirth(uint256 first, uint256 last, address by) external {
        if (msg.sender != genomes) revert NotAnnouncer(genomes);
        emit BatchMetadataUpdate(first, last);
        emit TraitUpdatedRange(STATION, first, last);
        _afterBirth(last - first + 1, by);
    }

    function approve(address to, uint256 tokenId) public payable virtual override(ERC721A) {
        if (msg.value != 0) revert EtherNotAccepted();
        super.approve(to, tokenId);
    }

    /// @inheritdoc IHeliotrope
    function totalMinted() public view returns (uint256) {
        return _totalMinted();
    }

    /// @inheritdoc IHeliotrope
    function accountOf(uint256 tokenId) external view returns (address) {
        _requireMinted(tokenId);
        return LibERC6551.account(
            accountImplementation, bytes32(0), block.chainid, address(this), tokenId
        );
    }

    /// @inheritdoc IHeliotrope
    function contractURI() external view returns (string memory) {
        Forward.about(contractMetadata, IContractMetadata.contractURI.selector, 0, 0);
    }

    /// @inheritdoc IHeliotrope
    function onChainStatus() external view returns (Piece[] memory) {
        Forward.about(contractMetadata, IContractMetadata.onChainStatus.selector, 0, 0);
    }

    /// @inheritdoc IHeliotrope
    function targetOf(uint256 tokenId) external view returns (uint64) {
        _requireMinted(tokenId);
        return _target(_windowOf(tokenId));
    }

    /// @inheritdoc IHeliotrope
    function batchFrom(uint256 first, uint256 limit)
        external
        view
        returns (uint256 count, uint64 target)
    {
        uint256 minted = _nextTokenId();
        if (first >= minted || limit == 0) return (0, 0);
        uint256 window = _windowOf(first);
        uint256 low = first;
        uint256 high = limit < minted - first ? first + limit - 1 : minted - 1;
        // Windows never descend with the token id, so the last token of the window is searched. The
        // far end is asked first: a batch usually fits in `limit`, or fills it.
        if (_windowOf(high) == window) {
            low = high;
        } else {
            // `low` is in the window, `high` is behind it.
            while (high - low > 1) {
                uint256 middle = (low + high) / 2;
                if (_windowOf(middle) == window) low = middle;
                else high = middle;
            }
        }
        return (low - first + 1, _target(window));
    }

    function tokenURI(uint256 tokenId)
        public
        view
        virtual
        override(ERC721A)
        returns (string memory)
    {
        _asShown(IMetadata.tokenURI.selector, tokenId);
    }

    /// @inheritdoc IHeliotrope
    function tokenHtml(uint256 tokenId) external view returns (string memory) {
        _asShown(IMetadata.tokenHtml.selector, tokenId);
    }

    /// @inheritdoc IHeliotrope
    function explain(uint256 tokenId) external view returns (Cause[] memory) {
        _asShown(IMetadata.explain.selector, tokenId);
    }

    function supportsInterface(bytes4 interfaceId)
        public
        view
        virtual
        override(ERC721A)
        returns (bool)
    {
        return interfaceId == ERC4906_ID || interfaceId == type(IERC7496).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @dev The only way in. Emits nothing of ERC-4906: a mint changes no JSON.
    function _mintPlants(address to, uint256 quantity) internal {
        _mintPlants(to, quantity, DRAWN);
    }

    /// @dev With the station to be born at, or DRAWN.
    function _mintPlants(address to, uint256 quantity, uint16 home) internal {
        if (home != DRAWN) {
            if (home >= Forward.ask(climate, IClimate.stationCount.selector, 0)) {
                revert StationUnknown(home);
            }
            uint256 first = _nextTokenId();
            _keepHome(first, quantity, home);
            emit HomeChosen(first, quantity, home);
        }
        _mint(to, quantity);
    }

    /// @dev `count` tokens have been germinated by `by`: for whoever pays for that.
    function _afterBirth(uint256 count, address by) internal virtual {}

    /// @dev ERC721A's transfers are payable to save a check; here that would strand ether.
    function _beforeTokenTransfers(address from, address to, uint256 first, uint256 quantity)
        internal
        virtual
        override
    {
        if (from != address(0) && msg.value != 0) revert EtherNotAccepted();
        super._beforeTokenTransfers(from, to, first, quantity);
    }

    /// @dev A mint notes its window; transfers and burns hand it on.
    function _extraData(address from, address, uint24 previous)
        internal
        view
        virtual
        override
        returns (uint24)
    {
        if (from != address(0)) return previous;
        uint256 window = block.number / WINDOW - FIRST_WINDOW;
        if (window > type(uint24).max) revert MintWindowsExhausted();
        return uint24(window);
    }

    /// @dev Ends this call with what the shown art version answers about a token that exists.
    function _asShown(bytes4 selector, uint256 tokenId) private view {
        if (!_exists(tokenId)) revert URIQueryForNonexistentToken();
        uint256 metadata = Forward.ask(choices, IChoices.shownMetadataOf.selector, tokenId);
        Forward.about(address(uint160(metadata)), selector, tokenId, 0);
    }

    /// @dev ERC721A writes one slot per mint; the tokens behind it are read by walking back to it, at
    /// most `MAX_BATCH` steps. Burned tokens keep their slot.
    function _windowOf(uint256 tokenId) private view returns (uint256) {
        while (!_ownershipIsInitialized(tokenId)) --tokenId;
        return _ownershipAt(tokenId).extraData;
    }

    /// @dev The window after next begins 33 to 64 blocks after a mint.
    function _target(uint256 window) private view returns (uint64) {
        return uint64((FIRST_WINDOW + window + 2) * WINDOW);
    }
}
