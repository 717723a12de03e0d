// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC721A} from "erc721a/contracts/ERC721A.sol";

import {IChoices, Stay, TokenState} from "./interfaces/IChoices.sol";
import {IClimate} from "./interfaces/IClimate.sol";
import {IGenomes} from "./interfaces/IGenomes.sol";
import {DRAWN, IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {IMetadata} from "./interfaces/IMetadata.sol";
import {Homes} from "./token/Homes.sol";

/// @title The token without its price: `_mintPlants` is internal and ungated.
abstract contract HeliotropeCore is ERC721A, Homes {
    /// @dev What the token works with, for the constructor. Nothing of it is called there.
    struct Wiring {
        address genomes;
        address climate;
        address models;
        address metadata;
        address contractMetadata;
        // The implementation of the tokens' accounts (ERC-6551).
        address accountImplementation;
        // What every token of the collection is minted with.
        uint16 model;
        uint16 artVersion;
    }

    bytes4 private constant ERC4906_ID = 0x49064906;

    event MetadataUpdate(uint256 _tokenId);
    event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);

    /// @dev Blocks per mint window.
    uint256 internal constant WINDOW = 32;

    address public immutable genomes;
    address public immutable climate;
    address public immutable models;
    address public immutable metadata;
    address public immutable contractMetadata;
    address public immutable accountImplementation;

    uint16 private immutable MODEL;
    uint16 private immutable ART_VERSION;

    /// @dev The window of the deployment. A token keeps its window, counted from here, in the 24 bits
    /// that ERC721A leaves free beside the owner: minting writes nothing for the germination.
    uint256 private immutable FIRST_WINDOW;

    /// @dev The newest epoch that somebody other than the climate has announced.
    uint256 private _announced;

    constructor(string memory name_, string memory symbol_, Wiring memory wiring)
        ERC721A(name_, symbol_)
    {
        genomes = wiring.genomes;
        climate = wiring.climate;
        models = wiring.models;
        metadata = wiring.metadata;
        contractMetadata = wiring.contractMetadata;
        accountImplementation = wiring.accountImplementation;
        MODEL = wiring.model;
        ART_VERSION = wiring.artVersion;
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
            uint256 shown = _shownEpoch();
            if (shown <= _announced) revert NothingToAnnounce(shown);
            _announced = shown;
        }
        emit BatchMetadataUpdate(0, type(uint256).max);
    }

    /// @inheritdoc IHeliotrope
    function announceBirth(uint256 first, uint256 last, address by) external {
        if (msg.sender != genomes) revert NotAnnouncer(genomes);
        emit BatchMetadataUpdate(first, last);
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

    /// @inheritdoc IChoices
    function stateAt(uint256 tokenId, uint256 epoch) public view returns (TokenState memory state) {
        if (tokenId >= _nextTokenId()) revert OwnerQueryForNonexistentToken();
        uint40 birthEpoch = IGenomes(genomes).birthEpochOf(tokenId);
        // A birth changes nothing about the epochs before it.
        if (birthEpoch == 0 || epoch < birthEpoch) return state;
        state.station = IGenomes(genomes).genomeOf(tokenId).homeStation();
        state.model = MODEL;
        state.artVersion = ART_VERSION;
        state.birthEpoch = birthEpoch;
    }

    /// @inheritdoc IChoices
    function stayAt(uint256 tokenId, uint256) external view returns (Stay memory stay) {
        if (tokenId >= _nextTokenId()) revert OwnerQueryForNonexistentToken();
        return stay;
    }

    /// @inheritdoc IHeliotrope
    function metadataAt(uint256 tokenId, uint256) public view returns (address) {
        if (tokenId >= _nextTokenId()) revert OwnerQueryForNonexistentToken();
        return metadata;
    }

    /// @inheritdoc IHeliotrope
    function skyInputsAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (uint256 model, bytes32 latent, bytes32 condition)
    {
        return IMetadata(metadataAt(tokenId, epoch)).skyInputsAt(this, tokenId, epoch);
    }

    /// @inheritdoc IHeliotrope
    function targetOf(uint256 tokenId) external view returns (uint64) {
        if (tokenId >= _nextTokenId()) revert OwnerQueryForNonexistentToken();
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
        if (!_exists(tokenId)) revert URIQueryForNonexistentToken();
        return IMetadata(metadataAt(tokenId, _shownEpoch())).tokenURI(this, tokenId);
    }

    function supportsInterface(bytes4 interfaceId)
        public
        view
        virtual
        override(ERC721A)
        returns (bool)
    {
        return interfaceId == ERC4906_ID || super.supportsInterface(interfaceId);
    }

    /// @dev The only way in. Emits nothing of ERC-4906: a mint changes no JSON.
    function _mintPlants(address to, uint256 quantity) internal {
        _mintPlants(to, quantity, DRAWN);
    }

    /// @dev With the station to be born at, or DRAWN.
    function _mintPlants(address to, uint256 quantity, uint16 home) internal {
        if (home != DRAWN) {
            if (home >= IClimate(climate).stationCount()) revert HomeUnknown(home);
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

    /// @dev ERC721A writes one slot per mint; the tokens behind it are read by walking back to it, at
    /// most `MAX_BATCH` steps. Burned tokens keep their slot.
    function _windowOf(uint256 tokenId) private view returns (uint256) {
        while (!_ownershipIsInitialized(tokenId)) --tokenId;
        return _ownershipAt(tokenId).extraData;
    }

    function _shownEpoch() private view returns (uint256 shown) {
        (shown,,) = IClimate(climate).shownEpoch(block.timestamp);
    }

    /// @dev The window after next begins 33 to 64 blocks after a mint.
    function _target(uint256 window) private view returns (uint64) {
        return uint64((FIRST_WINDOW + window + 2) * WINDOW);
    }
}
