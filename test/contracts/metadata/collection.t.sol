// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";

import {Piece} from "../../../contracts/interfaces/IContractMetadata.sol";
import {Fixture} from "../Fixture.sol";

contract CollectionTest is Fixture {
    string private constant PREFIX = "data:application/json;base64,";

    function test_contractURI_saysWhatTheCollectionIs() public {
        _setNames("Plants.", "https://example.org/", "ipfs://picture");
        string memory json = _json(token.contractURI());
        assertEq(vm.parseJsonString(json, ".name"), "Heliotrope");
        assertEq(vm.parseJsonString(json, ".symbol"), "HELIO");
        assertEq(vm.parseJsonString(json, ".description"), "Plants.");
        assertEq(vm.parseJsonString(json, ".image"), "ipfs://picture");
        assertEq(vm.parseJsonString(json, ".external_link"), "https://example.org/");
    }

    function test_contractURI_isNeverWithoutAPicture() public {
        _setNames("", "", "");
        string memory json = _json(token.contractURI());
        assertTrue(
            LibString.startsWith(vm.parseJsonString(json, ".image"), "data:image/svg+xml,%3Csvg")
        );
        assertEq(vm.parseJsonString(json, ".description"), "");
        assertFalse(vm.keyExistsJson(json, ".external_link"));
    }

    function test_contractURI_bearsHostileTexts() public {
        string[7] memory hostile = [
            '"},{"name":"mine',
            "\\",
            "\\\"",
            "</text>]]><script>",
            unicode"\u2028\u202e\u0000\u001f\u007f",
            "\n\r\t\x08\x0c\x01",
            unicode"🌻ё漢"
        ];
        for (uint256 i; i < hostile.length; ++i) {
            _setNames(hostile[i], hostile[i], hostile[i]);
            string memory json = _json(token.contractURI());
            assertEq(vm.parseJsonString(json, ".description"), hostile[i]);
            assertEq(vm.parseJsonString(json, ".image"), hostile[i]);
            assertEq(vm.parseJsonString(json, ".external_link"), hostile[i]);
            assertEq(vm.parseJsonKeys(json, "$").length, 5);
        }
    }

    function test_contractURI_keepsToWhatNodesAnswer() public {
        // The most that there is room for, of what grows most: a control is six characters in JSON.
        _setNames("", "", string(new bytes(7808)));
        assertLt(bytes(token.contractURI()).length, 99_900);
    }

    function test_traitMetadataURI_followsTheSchema() public view {
        string memory json = _json(token.getTraitMetadataURI());
        string[] memory keys = vm.parseJsonKeys(json, ".traits");
        assertEq(keys.length, 5);
        for (uint256 i; i < keys.length; ++i) {
            string memory trait = string.concat(".traits.", keys[i]);
            assertEq(vm.parseJsonString(json, string.concat(trait, ".dataType.type")), "decimal");
            string memory shown = vm.parseJsonString(json, string.concat(trait, ".displayName"));
            assertGt(bytes(shown).length, 0);
            // Nothing but the nonce is compared by a sale: it counts all of them.
            bool isNonce = LibString.eq(keys[i], "stateNonce");
            string memory rule = string.concat(trait, ".validateOnSale");
            assertEq(vm.keyExistsJson(json, rule), isNonce);
            if (isNonce) assertEq(vm.parseJsonString(json, rule), "requireEq");
        }
    }

    function test_onChainStatus_findsEveryPiece() public view {
        Piece[] memory pieces = token.onChainStatus();
        assertEq(pieces.length, 16);
        for (uint256 i; i < pieces.length; ++i) {
            assertTrue(pieces[i].onChain, pieces[i].name);
            assertNotEq(pieces[i].hash, 0, pieces[i].name);
        }
        _assertCode(pieces, "Heliotrope", address(token));
        _assertCode(pieces, "Genomes", address(genomes));
        _assertCode(pieces, "Climate", address(climate));
        _assertCode(pieces, "Models", address(models));
        _assertCode(pieces, "Choices", address(choices));
        _assertCode(pieces, "ContractMetadata", address(contractMetadata));
        _assertCode(pieces, "Metadata of art version 0", address(metadata));
        _assertCode(pieces, "Plant of art version 0", address(plant));
        _assertCode(pieces, "Skies of art version 0", address(skies));
        _assertCode(pieces, "Documents of art version 0", address(documents));
        _assertCode(pieces, "Causes of art version 0", address(causes));
        _assertCode(pieces, "LivingPage of art version 0", address(livingPage));
        _assertCode(pieces, "Engine of sky model 0", address(engine));
        (, bytes32 hash,,) = models.modelOf(0);
        assertEq(_find(pieces, "Sky model 0").hash, hash);
        assertTrue(_find(pieces, "Sky model 0").locked);
    }

    function test_onChainStatus_seesWhatIsLocked() public {
        assertFalse(_piece("Heliotrope").locked);
        assertFalse(_piece("Names").locked);
        vm.startPrank(owner);
        token.lock(token.POWER_NAMES());
        assertTrue(_piece("Names").locked);
        assertTrue(_piece("Collection image").locked);
        assertFalse(_piece("Heliotrope").locked);
        // Every power that there is, by name: none is forgotten.
        token.lock(token.POWER_SALE() | token.POWER_RESERVE() | token.POWER_VOUCHERS());
        token.lock(token.POWER_PAUSE() | token.POWER_ROYALTY());
        assertFalse(_piece("Heliotrope").locked);
        token.lock(token.POWER_TREASURY());
        assertTrue(_piece("Heliotrope").locked);
        climate.lock(climate.POWER_STATIONS() | climate.POWER_SIGNERS());
        assertFalse(_piece("Climate").locked);
        climate.lock(climate.POWER_REFUNDS());
        assertTrue(_piece("Climate").locked);
        models.lock(models.POWER_MODELS());
        assertFalse(_piece("Models").locked);
        models.lock(models.POWER_ARTS());
        assertTrue(_piece("Models").locked);
    }

    function test_onChainStatus_seesWhatLiesElsewhere() public {
        _setNames("", "", "ipfs://picture");
        assertFalse(_piece("Collection image").onChain);
        assertEq(_piece("Collection image").hash, 0);
        _setNames("", "", "data:,picture");
        assertTrue(_piece("Collection image").onChain);
        assertEq(_piece("Collection image").hash, keccak256("data:,picture"));
    }

    function test_onChainStatus_seesCodeThatIsGone() public {
        vm.etch(address(engine), "");
        assertFalse(_piece("Engine of sky model 0").onChain);
        vm.etch(address(metadata), hex"00");
        assertFalse(_piece("Metadata of art version 0").onChain);
        assertFalse(_piece("Plant of art version 0").onChain);
        (address pointer,,,) = models.modelOf(0);
        bytes memory code = pointer.code;
        code[100] ^= 0x01;
        vm.etch(pointer, code);
        assertFalse(_piece("Sky model 0").onChain);
    }

    function test_onChainStatus_isForEveryCollection() public {
        // Another art version that draws alone.
        vm.prank(owner);
        models.registerArt(address(contractMetadata));
        Piece[] memory pieces = token.onChainStatus();
        assertTrue(_find(pieces, "Metadata of art version 1").onChain);
        assertFalse(_find(pieces, "Plant of art version 1").onChain);
        assertFalse(_find(pieces, "Plant of art version 1").locked);
    }

    function _setNames(string memory description, string memory url, string memory image) private {
        vm.prank(owner);
        token.setNames(description, url, image);
    }

    function _json(string memory uri) private pure returns (string memory) {
        assertTrue(LibString.startsWith(uri, PREFIX));
        return string(Base64.decode(LibString.slice(uri, bytes(PREFIX).length)));
    }

    function _piece(string memory name) private view returns (Piece memory) {
        return _find(token.onChainStatus(), name);
    }

    function _find(Piece[] memory pieces, string memory name) private pure returns (Piece memory) {
        for (uint256 i; i < pieces.length; ++i) {
            if (LibString.eq(pieces[i].name, name)) return pieces[i];
        }
        revert(name);
    }

    function _assertCode(Piece[] memory pieces, string memory name, address at) private view {
        Piece memory piece = _find(pieces, name);
        assertEq(piece.at, at, name);
        assertEq(piece.hash, at.codehash, name);
    }
}
