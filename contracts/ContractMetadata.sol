// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC721A} from "erc721a/contracts/IERC721A.sol";
import {LibString} from "solady/utils/LibString.sol";

import {Powers} from "./Powers.sol";
import {Base64} from "./art/Base64.sol";
import {Document} from "./art/Document.sol";
import {IContractMetadata, Piece} from "./interfaces/IContractMetadata.sol";
import {IHeliotrope} from "./interfaces/IHeliotrope.sol";
import {IModels} from "./interfaces/IModels.sol";
import {INames} from "./interfaces/INames.sol";

/// @title ContractMetadata: what a collection says about itself, for every collection.
contract ContractMetadata is IContractMetadata {
    using LibString for uint256;

    /// @dev Every power of the token, of the climate and of the models, and of them the one over names.
    uint256 private constant TOKEN_POWERS = 0x7f;
    uint256 private constant CLIMATE_POWERS = 0x07;
    uint256 private constant MODELS_POWERS = 0x03;
    uint256 private constant NAMES_POWER = 0x40;

    /// @dev A Metadata, and the five contracts that it draws and writes with.
    uint256 private constant ART_PIECES = 6;

    /// @inheritdoc IContractMetadata
    function contractURI(IHeliotrope token) external view returns (string memory) {
        (string memory description, string memory externalUrl, string memory image) =
            INames(address(token)).names();
        if (bytes(image).length == 0) image = _emblem();
        string memory json = string.concat(
            _member('{"name":"', IERC721A(address(token)).name()),
            _member('","symbol":"', IERC721A(address(token)).symbol()),
            _member('","description":"', description),
            _member('","image":"', image)
        );
        if (bytes(externalUrl).length != 0) {
            json = string.concat(json, _member('","external_link":"', externalUrl));
        }
        return _uri(string.concat(json, '"}'));
    }

    /// @inheritdoc IContractMetadata
    function traitMetadataURI(IHeliotrope) external pure returns (string memory) {
        string memory json = string.concat(
            _trait('{"traits":{"stateNonce":', "State nonce", "", ',"validateOnSale":"requireEq"'),
            _trait(',"station":', "Station number", "", ""),
            // Nothing is pinned at the epoch zero: there is no such trait then.
            _trait(
                ',"pinnedEpoch":',
                "Pinned epoch",
                ',"valueMappings":{"0x0000000000000000000000000000000000000000000000000000000000000000":null}',
                ""
            ),
            _trait(',"model":', "Sky model number", "", ""),
            _trait(',"artVersion":', "Art version", "", "")
        );
        return _uri(string.concat(json, "}}"));
    }

    /// @inheritdoc IContractMetadata
    function onChainStatus(IHeliotrope token) external view returns (Piece[] memory pieces) {
        IModels models = IModels(token.models());
        uint256 arts = models.artCount();
        uint256 skies = models.count();
        pieces = new Piece[](8 + ART_PIECES * arts + 2 * skies);
        pieces[0] = _code("Heliotrope", address(token), _isLocked(address(token), TOKEN_POWERS));
        pieces[1] = _code("Genomes", token.genomes(), true);
        pieces[2] = _code("Climate", token.climate(), _isLocked(token.climate(), CLIMATE_POWERS));
        pieces[3] = _code("Models", address(models), _isLocked(address(models), MODELS_POWERS));
        pieces[4] = _code("ContractMetadata", address(this), true);
        pieces[5] = _code("Choices", token.choices(), true);
        (pieces[6], pieces[7]) = _names(token);
        uint256 n = 8;
        for (uint256 i; i < arts; ++i) {
            _art(pieces, n, models, i);
            n += ART_PIECES;
        }
        for (uint256 i; i < skies; ++i) {
            (pieces[n], pieces[n + 1]) = _sky(models, i);
            n += 2;
        }
    }

    /// @dev An art version as it was registered, and what it draws with; a later one may draw alone.
    function _art(Piece[] memory pieces, uint256 n, IModels models, uint256 version) private view {
        (address metadata, bytes32 registered,) = models.artOf(version);
        string memory suffix = string.concat(" of art version ", version.toString());
        pieces[n] = _code(string.concat("Metadata", suffix), metadata, true);
        pieces[n].onChain = pieces[n].hash == registered;
        string[5] memory names = ["Plant", "Skies", "Documents", "Causes", "LivingPage"];
        string[5] memory views = ["plant()", "skies()", "documents()", "causes()", "livingPage()"];
        for (uint256 i; i < ART_PIECES - 1; ++i) {
            address at = _ask(metadata, views[i]);
            pieces[n + 1 + i] = _code(string.concat(names[i], suffix), at, true);
        }
    }

    /// @dev A sky model, hashed anew from its bytes, and the engine that runs it.
    function _sky(IModels models, uint256 id)
        private
        view
        returns (Piece memory model, Piece memory engine)
    {
        (address pointer, bytes32 registered, address runs,) = models.modelOf(id);
        string memory name = string.concat("Sky model ", id.toString());
        bytes32 hash = keccak256(models.modelBytes(id));
        model = Piece(name, pointer, hash, hash == registered, true);
        engine = _code(string.concat("Engine of sky model ", id.toString()), runs, true);
    }

    /// @dev The texts lie in the token. A picture that they only point at lies elsewhere; where they
    /// point at none, it is drawn here.
    function _names(IHeliotrope token)
        private
        view
        returns (Piece memory names, Piece memory image)
    {
        (string memory description, string memory externalUrl, string memory uri) =
            INames(address(token)).names();
        bool locked = _isLocked(address(token), NAMES_POWER);
        bytes32 hash = keccak256(abi.encode(description, externalUrl, uri));
        names = Piece("Names", address(token), hash, true, locked);
        if (bytes(uri).length == 0) uri = _emblem();
        bool isHere = LibString.startsWith(uri, "data:");
        hash = isHere ? keccak256(bytes(uri)) : bytes32(0);
        image = Piece("Collection image", address(0), hash, isHere, locked);
    }

    function _code(string memory name, address at, bool locked)
        private
        view
        returns (Piece memory)
    {
        bool isCode = at.code.length != 0;
        return Piece(name, at, isCode ? at.codehash : bytes32(0), isCode, isCode && locked);
    }

    function _isLocked(address at, uint256 powers) private view returns (bool) {
        return Powers(at).lockedPowers() & powers == powers;
    }

    /// @dev The address that `to` answers, or zero where it answers none.
    function _ask(address to, string memory signature) private view returns (address) {
        (bool ok, bytes memory answer) = to.staticcall(abi.encodeWithSignature(signature));
        return ok && answer.length == 32 ? address(uint160(uint256(bytes32(answer)))) : address(0);
    }

    function _member(string memory key, string memory text) private pure returns (string memory) {
        return string.concat(key, LibString.escapeJSON(text));
    }

    function _trait(
        string memory key,
        string memory displayName,
        string memory mappings,
        string memory rule
    ) private pure returns (string memory) {
        return string.concat(
            key,
            '{"displayName":"',
            displayName,
            '","dataType":{"type":"decimal","signed":false,"decimals":0',
            mappings,
            "}",
            rule,
            "}"
        );
    }

    function _uri(string memory json) private pure returns (string memory) {
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    /// @dev A flower that has turned to the sun, for collections that name no picture.
    function _emblem() private pure returns (string memory) {
        string memory petals;
        for (uint256 angle; angle < 360; angle += 30) {
            petals = string.concat(
                petals,
                "<ellipse cx='54' cy='24' rx='6' ry='17' transform='rotate(",
                angle.toString(),
                " 54 44)'/>"
            );
        }
        return string.concat(
            "data:image/svg+xml,",
            Document.encodeUri(
                string.concat(
                    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' role='img'>",
                    "<title>Heliotrope</title><desc>A yellow flower on a dark blue ground, turned to the light.</desc>",
                    "<rect width='100' height='100' fill='#23335c'/>",
                    "<path d='M54 44Q40 70 46 100' fill='none' stroke='#6f9a5a' stroke-width='4'/>",
                    "<g fill='#f0b440'>",
                    petals,
                    "</g><circle cx='54' cy='44' r='12' fill='#5a3420'/></svg>"
                )
            )
        );
    }
}
