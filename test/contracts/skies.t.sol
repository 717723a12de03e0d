// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LibString} from "solady/utils/LibString.sol";
import {Test} from "forge-std/Test.sol";
import {Skies} from "../../contracts/Skies.sol";
import {Phenotype, Phenotypes} from "../../contracts/art/Phenotype.sol";
import {Scene} from "../../contracts/art/Scene.sol";
import {IEngine} from "../../contracts/interfaces/IEngine.sol";
import {SkyFixture} from "./SkyFixture.sol";
import {Scenes} from "./art/Scenes.sol";

/// @dev Answers whatever it was told to, with whatever gas that takes.
contract StrangeEngine {
    enum Habit {
        Revert,
        Burn,
        Nothing,
        Short,
        Huge,
        WrongOffset,
        WrongLength,
        TooLong
    }

    Habit private immutable HABIT;

    constructor(Habit habit) {
        HABIT = habit;
    }

    fallback() external {
        if (HABIT == Habit.Revert) revert("strange");
        while (HABIT == Habit.Burn) {}
        uint256 size = 0;
        uint256 offset = 32;
        uint256 length = 32;
        if (HABIT == Habit.Short) size = 63;
        else if (HABIT == Habit.Huge) size = 1_000_000;
        else if (HABIT == Habit.WrongOffset) (size, offset) = (96, 64);
        else if (HABIT == Habit.WrongLength) (size, length) = (96, 33);
        else if (HABIT == Habit.TooLong) (size, length) = (4704, 4640);
        assembly {
            mstore(0, offset)
            mstore(32, length)
            return(0, size)
        }
    }
}

/// @dev Paints well and knows no skyline.
contract LandlessEngine {
    IEngine private immutable ENGINE;

    constructor(IEngine engine) {
        ENGINE = engine;
    }

    function skyPng(uint256, bytes32 latent, bytes32 condition, uint256 size)
        external
        view
        returns (bytes memory)
    {
        return ENGINE.skyPng(0, latent, condition, size);
    }
}

contract SkiesTest is Test, SkyFixture {
    Skies private skies;

    function setUp() public {
        deploy();
        skies = new Skies(models);
    }

    function test_skyOf_holdsTheEnginesPicture() public view {
        string memory sky = skyOf(0, gasleft());
        assertTrue(LibString.contains(sky, "href='data:image/png;base64,iVBORw0KGgo"));
        assertTrue(LibString.contains(sky, "<g clip-path='url(#l)'>"));
    }

    function test_skyOf_isVectorsWithoutAModel() public view {
        assertVectors(skyOf(1, gasleft()));
        assertVectors(skyOf(type(uint256).max, gasleft()));
    }

    function test_skyOf_isVectorsWhereTheEngineFails() public {
        for (uint256 habit; habit <= uint256(type(StrangeEngine.Habit).max); ++habit) {
            address strange = address(new StrangeEngine(StrangeEngine.Habit(habit)));
            answerFrom(strange);
            uint256 before = gasleft();
            assertVectors(skyOf(0, 30_000_000));
            assertLt(before - gasleft(), 24_000_000);
        }
        answerFrom(address(0xdead));
        assertVectors(skyOf(0, gasleft()));
    }

    function test_skyOf_doesWithoutASkyline() public {
        answerFrom(address(new LandlessEngine(engine)));
        string memory sky = skyOf(0, gasleft());
        assertTrue(LibString.contains(sky, "data:image/png;base64,"));
        assertFalse(LibString.contains(sky, "clip-path"));
    }

    /// @dev Whatever gas a node gives, the answer is a picture as long as vectors can be drawn.
    function test_skyOf_answersWithLittleGas() public view {
        uint256 painted;
        for (uint256 most = 3_000_000; most < 50_000_000; most += 1_000_000) {
            string memory sky = skyOf(0, most);
            if (LibString.contains(sky, "data:image/png;base64,")) ++painted;
            else assertVectors(sky);
        }
        assertGt(painted, 0);
    }

    function test_skyline_isTheSameAtEverySize() public view {
        bytes memory fine = engine.skyline(keccak256("latent"), 240);
        bytes memory coarse = engine.skyline(keccak256("latent"), 48);
        assertEq(fine.length, 480);
        // The middle of a coarse column is that of the third of its five fine ones.
        for (uint256 i; i < 48; ++i) {
            assertEq(coarse[2 * i], fine[10 * i + 4]);
            assertEq(coarse[2 * i + 1], fine[10 * i + 5]);
        }
    }

    function test_skyBolt_strikesInStormsOnly() public view {
        uint256 struck;
        for (uint256 i; i < 100; ++i) {
            uint256 weather = uint256(keccak256(abi.encode("bolt", i))) & uint256(EVERYTHING);
            weather &= ~(uint256(0xff) << 176);
            assertEq(engine.skyBolt(bytes32(weather | (39 << 176)), 32).length, 0);
            bytes memory columns = engine.skyBolt(bytes32(weather | (40 << 176)), 32);
            if (columns.length != 0) ++struck;
        }
        // Three in four.
        assertApproxEqAbs(struck, 75, 20);
    }

    function test_RevertWhen_theLinesAreOfNoPicture() public {
        vm.expectRevert(abi.encodeWithSelector(IEngine.OutsidePicture.selector, 33, 0, 0));
        engine.skyline(0, 33);
        vm.expectRevert(abi.encodeWithSelector(IEngine.OutsidePicture.selector, 0, 0, 0));
        engine.skyBolt(0, 0);
        bytes32 wild = bytes32(uint256(0x80) << 176);
        vm.expectRevert(abi.encodeWithSelector(IEngine.BadCondition.selector, wild));
        engine.skyBolt(wild, 32);
    }

    /// @dev Registers nothing: only who answers for model 0 is changed.
    function answerFrom(address strange) private {
        (address pointer, bytes32 hash,, uint64 registeredAt) = models.modelOf(0);
        vm.mockCall(
            address(models),
            abi.encodeWithSignature("modelOf(uint256)", 0),
            abi.encode(pointer, hash, strange, registeredAt)
        );
    }

    function skyOf(uint256 model, uint256 most) private view returns (string memory) {
        (Phenotype memory p, Scene memory s) = subject();
        return skies.skyOf{gas: most}(p, s.genome, model);
    }

    function assertVectors(string memory sky) private view {
        (Phenotype memory p,) = subject();
        assertEq(sky, skies.backdrop(p));
    }

    function subject() private pure returns (Phenotype memory p, Scene memory s) {
        s = Scenes.staged(2, 12);
        p = Phenotypes.phenotypeOf(s);
    }
}
