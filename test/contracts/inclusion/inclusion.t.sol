// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Inclusion} from "../../../contracts/almanac/Inclusion.sol";
import {Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {
    EPOCH_DEPTH,
    RUNS,
    SkyInputs,
    climb,
    leafHash,
    leafIndex,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";
import {Sunset} from "./Sunset.sol";
import {TreeFixture} from "./TreeFixture.sol";

contract InclusionTest is TreeFixture {
    function test_fuzz_holdsRun_everyRunOfTheToken(uint256 run) public view {
        run = bound(run, 0, RUNS - 1);
        assertTrue(_holds(TOKEN, run, _run(run), inputs, _pathOf(run)));
    }

    function test_fuzz_holdsRun_noOtherPixels(uint256 run, uint256 at, uint8 change) public view {
        run = bound(run, 0, RUNS - 1);
        bytes memory pixels = _run(run);
        at = bound(at, 0, pixels.length - 1);
        pixels[at] = bytes1(uint8(pixels[at]) ^ (change == 0 ? 1 : change));
        assertFalse(_holds(TOKEN, run, pixels, inputs, _pathOf(run)));
    }

    function test_fuzz_holdsRun_noOtherPlace(uint256 run, uint256 other, uint256 token)
        public
        view
    {
        run = bound(run, 0, RUNS - 1);
        assertFalse(
            _holds(TOKEN, other == run ? other + 1 : other, _run(run), inputs, _pathOf(run))
        );
        assertFalse(
            _holds(token == TOKEN ? token + 1 : token, run, _run(run), inputs, _pathOf(run))
        );
    }

    /// @dev Bits beyond the 26 of an index name nothing, so they must not be dropped in silence.
    function test_holdsRun_noPlaceBeyondTheTree() public view {
        for (uint256 bit = EPOCH_DEPTH; bit < 256; ++bit) {
            assertFalse(_holds(TOKEN | (1 << bit), 7, _run(7), inputs, _pathOf(7)));
        }
        for (uint256 bit = 12; bit < 256; ++bit) {
            assertFalse(_holds(TOKEN, 7 | (1 << bit), _run(7), inputs, _pathOf(7)));
        }
    }

    function test_fuzz_holdsRun_noOtherSibling(uint256 run, uint256 at, bytes32 sibling)
        public
        view
    {
        run = bound(run, 0, RUNS - 1);
        bytes32[] memory path = _pathOf(run);
        at = bound(at, 0, path.length - 1);
        if (path[at] == sibling) return;
        path[at] = sibling;
        assertFalse(_holds(TOKEN, run, _run(run), inputs, path));
    }

    function test_holdsRun_noOtherInputsJobOrLengths() public view {
        for (uint256 field; field < 3; ++field) {
            SkyInputs memory other = inputs;
            assembly ("memory-safe") {
                let at := add(other, shl(5, field))
                mstore(at, xor(mload(at), 1))
            }
            assertFalse(_holds(TOKEN, 7, _run(7), other, _pathOf(7)));
        }
        assertFalse(Inclusion.holdsRun(root, ~JOB, TOKEN, 7, _run(7), inputs, _pathOf(7)));
        assertFalse(_holds(TOKEN, 7, bytes.concat(_run(7), hex"00"), inputs, _pathOf(7)));
        assertFalse(_holds(TOKEN, 7, "", inputs, _pathOf(7)));
        bytes32[] memory short = _pathOf(7);
        assembly ("memory-safe") {
            mstore(short, 25)
        }
        assertFalse(_holds(TOKEN, 7, _run(7), inputs, short));
        assertFalse(_holds(TOKEN, 7, _run(7), inputs, new bytes32[](0)));
        assertFalse(_holds(TOKEN, 7, _run(7), inputs, new bytes32[](27)));
    }

    /// @dev The places after a raster's last run can hold whatever a liar likes: they are no pixels.
    function test_holdsRun_noUnusedRun() public {
        bytes memory pixels = _run(0);
        bytes32 leaf = leafHash(JOB, leafIndex(TOKEN, RUNS), pixels);
        bytes32[] memory path = _pathOf(RUNS);
        bytes32[] memory within = _pathOf(RUNS);
        assembly ("memory-safe") {
            mstore(within, 12)
        }
        root = rootWord(climb(tokenHash(inputs, climb(leaf, RUNS, within)), TOKEN, above));
        assertFalse(_holds(TOKEN, RUNS, pixels, inputs, path));
    }

    function test_holdsToken_theWholeRasterAtOnce() public view {
        bytes32 runs = levels[12][0];
        assertTrue(Inclusion.holdsToken(root, TOKEN, inputs, runs, above));
        assertFalse(Inclusion.holdsToken(root, TOKEN ^ 1, inputs, runs, above));
        assertFalse(Inclusion.holdsToken(root, TOKEN | (1 << 14), inputs, runs, above));
        assertFalse(Inclusion.holdsToken(root, TOKEN, inputs, ~runs, above));
        assertFalse(Inclusion.holdsToken(root, TOKEN, inputs, runs, _pathOf(0)));
    }

    /// @dev A challenge needs the very root, and so does a proof: its last two bits are the almanac's.
    function test_holdsToken_notUnderMarks() public view {
        bytes32 runs = levels[12][0];
        for (uint256 mark = 1; mark < 4; ++mark) {
            bytes32 marked = root | bytes32(mark);
            assertFalse(Inclusion.holdsToken(marked, TOKEN, inputs, runs, above));
        }
    }

    function test_see_aRedSky() public {
        Sunset sunset = new Sunset(almanac);
        vm.expectRevert(Sunset.NotRed.selector);
        sunset.see(TOKEN, EPOCH, 7, _run(7), inputs, _pathOf(7));
        bytes memory red = _anyRaster();
        for (uint256 i = 7 * 48; i < 8 * 48; ++i) {
            red[i] = i % 3 == 0 ? bytes1(0xf0) : bytes1(0x20);
        }
        _plant(red);
        address alice = makeAddr("alice");
        vm.prank(alice);
        sunset.see(TOKEN, EPOCH, 7, _run(7), inputs, _pathOf(7));
        sunset.see(TOKEN, EPOCH, 7, _run(7), inputs, _pathOf(7));
        assertEq(sunset.seenBy(TOKEN, EPOCH), alice);
        // Not as the raster was before.
        vm.expectRevert(Sunset.NotPainted.selector);
        sunset.see(TOKEN, EPOCH, 7, _runIn(_anyRaster(), 7), inputs, _pathOf(7));
    }

    function test_RevertWhen_theEpochIsNotDecided() public {
        Sunset sunset = new Sunset(almanac);
        for (uint256 i; i < 4; ++i) {
            // Void with a root is nothing that an almanac says; it would count for nothing.
            if (i < 2) _decide(Outcome(2 * i), 0);
            else if (i == 2) _decide(Outcome.Void, root);
            else _decide(Outcome.Decided, 0);
            vm.expectRevert(Sunset.NotPainted.selector);
            sunset.see(TOKEN, EPOCH, 7, _run(7), inputs, _pathOf(7));
        }
    }

    function _holds(
        uint256 token,
        uint256 run,
        bytes memory pixels,
        SkyInputs memory from,
        bytes32[] memory path
    ) private view returns (bool) {
        return Inclusion.holdsRun(root, JOB, token, run, pixels, from, path);
    }
}
