// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Engine} from "../../contracts/Engine.sol";
import {Sky} from "../../contracts/art/Sky.sol";
import {IEngine} from "../../contracts/interfaces/IEngine.sol";
import {IModels} from "../../contracts/interfaces/IModels.sol";
import {SkyCase, SkyFixture} from "./SkyFixture.sol";
import {Test} from "forge-std/Test.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";

contract EngineTest is Test, SkyFixture {
    bytes32 private constant LATENT =
        0x0000000000000000000000000000000448656c696f74726f70653a20736b7921;

    function setUp() public {
        deploy();
    }

    function test_skyRun_paintsWhatTheVectorsHold() public view {
        string memory json = vm.readFile("test/vectors/sky.json");
        assertEq(
            vm.parseJsonBytes32(json, ".model"),
            keccak256(shipped),
            "vectors of another model: run forge script test/contracts/SkyVectors.s.sol"
        );
        assertEq(vm.parseJsonBytes32(json, ".png"), pngHash());
        for (uint256 i; i < CASES; i++) {
            SkyCase memory c = skyCase(i);
            string memory at = string.concat(".runs[", vm.toString(i), "]");
            assertEq(vm.parseJsonBytes32(json, string.concat(at, ".latent")), c.latent);
            assertEq(vm.parseJsonBytes32(json, string.concat(at, ".condition")), c.condition);
            assertEq(
                vm.parseJsonBytes32(json, string.concat(at, ".inputs")),
                keccak256(inputs.inputsOf(c))
            );
            assertEq(vm.parseJsonBytes(json, string.concat(at, ".pixels")), runOf(c));
        }
    }

    function test_skyRun_paintsItsShareOfTheMillion() public view {
        string memory json = vm.readFile("test/vectors/sky.json");
        (uint256 runs, bytes32 hash) = millionHash();
        assertEq(vm.parseJsonUint(json, ".million.runs"), runs);
        assertEq(vm.parseJsonBytes32(json, ".million.pixels"), hash);
    }

    function test_skyPixels_isItsRuns() public view {
        SkyCase memory c = skyCase(30);
        bytes memory picture = engine.skyPixels(0, c.latent, c.condition, 32);
        assertEq(picture.length, 3 * 32 * 32);
        for (uint256 y; y < 32; y++) {
            for (uint256 x; x < 32; x += 16) {
                bytes memory part = engine.skyRun(0, c.latent, c.condition, 32, x, y);
                for (uint256 i; i < 48; i++) {
                    assertEq(picture[3 * (32 * y + x) + i], part[i]);
                }
            }
        }
    }

    /// @dev The middle pixel of every odd side has the same centre, and so the same colour.
    function test_skyPixels_paintsAnySide() public view {
        SkyCase memory c = skyCase(30);
        for (uint256 size = 1; size < 65; size += 7) {
            bytes memory picture = engine.skyPixels(0, c.latent, c.condition, size);
            assertEq(picture.length, 3 * size * size);
            if (size % 2 == 0) continue;
            bytes memory one = engine.skyPixels(0, c.latent, c.condition, 1);
            uint256 middle = 3 * (size * size / 2);
            for (uint256 i; i < 3; i++) {
                assertEq(picture[middle + i], one[i]);
            }
        }
    }

    function test_skyPixels_paintsTheKnownPicture() public view {
        bytes32 known;
        bytes memory file = shipped;
        assembly {
            known := mload(add(file, sub(mload(file), 32)))
        }
        bytes memory picture = engine.skyPixels(0, LATENT, knownCondition(), 32);
        assertEq(keccak256(picture), known);
    }

    function test_skyPng_wrapsThePixels() public view {
        SkyCase memory c = skyCase(31);
        bytes memory png = engine.skyPng(0, c.latent, c.condition, 32);
        // Signature and header 33, chunk 12, zlib 6, block 5, rows 32 * 97, end 12.
        assertEq(png.length, 33 + 12 + 6 + 5 + 32 * 97 + 12);
        bytes memory picture = engine.skyPixels(0, c.latent, c.condition, 32);
        for (uint256 i; i < 96; i++) {
            assertEq(png[33 + 8 + 2 + 5 + 1 + i], picture[i]);
        }
    }

    function test_skyRun_staysWithinItsGas() public {
        uint256 most;
        for (uint256 i; i < CASES; i++) {
            SkyCase memory c = skyCase(i);
            uint256 before = gasleft();
            runOf(c);
            uint256 used = before - gasleft();
            if (used > most) most = used;
        }
        emit log_named_uint("skyRun, gas at most", most);
        assertLt(most, 340_000);
    }

    function test_skyPng_staysWithinItsGas() public {
        uint256 before = gasleft();
        engine.skyPng(0, LATENT, knownCondition(), 30);
        uint256 used = before - gasleft();
        emit log_named_uint("skyPng of 30 x 30 in every kind of weather at once, gas", used);
        assertLt(used, 11_350_000);
    }

    function test_skyPng_costsLessInFairWeather() public {
        uint256 before = gasleft();
        engine.skyPng(0, LATENT, fairCondition(), 30);
        uint256 used = before - gasleft();
        emit log_named_uint("skyPng of 30 x 30 on a cloudy day, gas", used);
        assertLt(used, 11_250_000);
    }

    function test_constructor_fitsItsCode() public {
        emit log_named_uint("engine, bytes of code", address(engine).code.length);
        assertLt(address(engine).code.length, 24_000);
    }

    function test_fuzz_skyRun_neverReverts(bytes32 latent, bytes32 condition, uint256 at)
        public
        view
    {
        condition &= EVERYTHING;
        bytes memory run =
            engine.skyRun(0, latent, condition, 240, 16 * (at % 15), (at >> 128) % 240);
        assertEq(run.length, 48);
    }

    function test_RevertWhen_theModelIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IEngine.UnknownModel.selector, 7));
        engine.skyRun(7, LATENT, 0, 240, 0, 0);
    }

    function test_RevertWhen_theModelIsMalformed() public {
        bytes memory short = shipped;
        assembly {
            mstore(short, sub(mload(short), 1))
        }
        // The registry refuses such a model; the engine does not rely on this one registry.
        _answer(7, SSTORE2.write(short));
        vm.expectRevert(Sky.MalformedModel.selector);
        engine.skyRun(7, LATENT, 0, 240, 0, 0);
        _answer(8, SSTORE2.write(hex"00"));
        vm.expectRevert(Sky.MalformedModel.selector);
        engine.skyRun(8, LATENT, 0, 240, 0, 0);
    }

    function test_RevertWhen_theConditionIsOutOfRange() public {
        bytes32 condition = bytes32(uint256(128));
        vm.expectRevert(abi.encodeWithSelector(IEngine.BadCondition.selector, condition));
        engine.skyRun(0, LATENT, condition, 240, 0, 0);
    }

    function test_RevertWhen_theRunLeavesThePicture() public {
        uint256[3][9] memory places = [
            [uint256(240), 240, 0],
            [uint256(240), 0, 240],
            [uint256(240), 8, 0],
            [uint256(0), 0, 0],
            [uint256(100), 80, 0],
            [uint256(4112), 0, 0],
            [type(uint256).max, 0, 0],
            [uint256(240), type(uint256).max - 15, 0],
            [uint256(240), 0, type(uint256).max]
        ];
        for (uint256 i; i < places.length; i++) {
            uint256[3] memory p = places[i];
            vm.expectRevert(
                abi.encodeWithSelector(IEngine.OutsidePicture.selector, p[0], p[1], p[2])
            );
            engine.skyRun(0, LATENT, 0, p[0], p[1], p[2]);
        }
    }

    function test_RevertWhen_theSkylineHasAnotherSide() public {
        uint256[4] memory sizes = [uint256(0), 24, 4112, type(uint256).max];
        for (uint256 i; i < sizes.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IEngine.OutsidePicture.selector, sizes[i], 0, 0));
            engine.skyline(LATENT, sizes[i]);
        }
    }

    function test_RevertWhen_thePictureHasNoSide() public {
        bytes memory reason = abi.encodeWithSelector(IEngine.OutsidePicture.selector, 0, 0, 0);
        vm.expectRevert(reason);
        engine.skyPixels(0, LATENT, 0, 0);
        vm.expectRevert(reason);
        engine.skyPng(0, LATENT, 0, 0);
    }

    function test_RevertWhen_thePictureIsTooLargeForACall() public {
        uint256[4] memory sizes = [uint256(65), 80, 4112, type(uint256).max];
        uint256 before = gasleft();
        for (uint256 i; i < sizes.length; i++) {
            bytes memory reason =
                abi.encodeWithSelector(IEngine.PictureTooLarge.selector, sizes[i], 64);
            vm.expectRevert(reason);
            engine.skyPixels(0, LATENT, 0, sizes[i]);
            vm.expectRevert(reason);
            engine.skyPng(0, LATENT, 0, sizes[i]);
        }
        // It is refused before anything is painted.
        assertLt(before - gasleft(), 150_000);
    }

    function test_skyPixels_paintsTheLargestPictureInACall() public {
        uint256 before = gasleft();
        engine.skyPixels(0, LATENT, EVERYTHING, 64);
        uint256 used = before - gasleft();
        emit log_named_uint("skyPixels of 64 x 64 in every kind of weather at once, gas", used);
        assertLt(used, 50_000_000);
        // Everything is in it: model, mapping, scene, columns, features, layers, colours.
        uint256 layers = uint8(shipped[5]);
        uint256 macs = 64 * 64 * (1024 * layers + 96 * (layers + 1));
        uint256 thousand = used * 1000 / macs;
        emit log_named_uint("gas for 1,000 multiply-accumulates, features included", thousand);
        assertLt(thousand, 2000);
    }

    function test_skyRun_knowsEverySchool() public view {
        // The school is a byte modulo six: none is unknown.
        for (uint256 school; school < 256; school += 51) {
            bytes32 latent = bytes32((school << 128) | 0xc0ffee);
            bytes32 same = bytes32(((school % 6) << 128) | 0xc0ffee);
            assertEq(
                engine.skyRun(0, latent, knownCondition(), 240, 32, 99),
                engine.skyRun(0, same, knownCondition(), 240, 32, 99)
            );
        }
    }

    /// @dev Has the registry name `pointer` for a model.
    function _answer(uint256 model, address pointer) private {
        vm.mockCall(
            address(models),
            abi.encodeCall(IModels.runnerOf, (model)),
            abi.encode(pointer, address(engine))
        );
    }

    /// @dev Half past nine, half covered, a light wind.
    function fairCondition() private pure returns (bytes32) {
        return 0x2a5a102020460000000048204f28000020000000000000000000000000000000;
    }

    function knownCondition() private pure returns (bytes32) {
        return 0x303a5a64205a180c1e305828483c14181e202806000000000000000000000000;
    }
}
