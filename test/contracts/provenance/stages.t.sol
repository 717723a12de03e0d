// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {Stages, Statement} from "../../../contracts/interfaces/IProvenance.sol";
import {SkyInputs} from "../../../contracts/types/MerkleLayout.sol";
import {StatementFixture} from "./StatementFixture.sol";

contract StagesTest is StatementFixture {
    function test_stagesOf_aTrueStatement() public view {
        _expect(_statement(), true, true, true, true);
    }

    function test_stagesOf_saysWhichStageIsWrong() public view {
        Statement memory s = _statement();
        s.modelHash = keccak256("other");
        _expect(s, false, true, true, true);
        s = _statement();
        s.artVersion = 3;
        _expect(s, true, true, true, false);
        s = _statement();
        s.rasterRoot = keccak256("other");
        _expect(s, true, true, false, true);
        // A statement whose inputs are not those of the node is not about this raster.
        s = _statement();
        s.inputHash = keccak256("other");
        _expect(s, true, false, false, true);
    }

    function test_stagesOf_inputsThatTheTokenIsNotPaintedFrom() public {
        for (uint256 field; field < 3; ++field) {
            SkyInputs memory other = inputs;
            assembly ("memory-safe") {
                let at := add(other, shl(5, field))
                mstore(at, xor(mload(at), 1))
            }
            _paints(other);
            _expect(_statement(), true, false, true, true);
        }
    }

    function test_stagesOf_anUnknownModel() public {
        inputs.model = 2;
        Statement memory s = _statement();
        s.modelHash = 0;
        _expect(s, false, false, false, true);
    }

    function test_stagesOf_aPinTakesTheWholeState() public {
        TokenState memory state;
        state.artVersion = 9;
        state.pinnedEpoch = uint40(EPOCH - 100);
        _is(EPOCH, state);
        TokenState memory pinned;
        pinned.artVersion = 2;
        // Whatever that says of a pin.
        pinned.pinnedEpoch = 77;
        _is(EPOCH - 100, pinned);
        _expect(_statement(), true, true, true, true);
    }

    function test_stagesOf_noRasterBeforeTheEpochIsDecided() public {
        _decide(Outcome.Open, 0);
        _expect(_statement(), true, true, false, true);
        _decide(Outcome.Void, 0);
        _expect(_statement(), true, true, false, true);
        // An almanac would not say this; if it did, it would count for nothing.
        _decide(Outcome.Void, root);
        _expect(_statement(), true, true, false, true);
        _decide(Outcome.Decided, 0);
        _expect(_statement(), true, true, false, true);
    }

    function test_stagesOf_onlyAcceptedEpochsOfALife() public view {
        Statement memory s = _statement();
        s.epoch = EPOCH + 1;
        _expect(s, true, false, false, false);
        s = _statement();
        s.tokenId = SUPPLY;
        _expect(s, true, false, false, false);
    }

    function test_stagesOf_aPathOfAnotherLength() public {
        path.pop();
        _expect(_statement(), true, true, false, true);
        path.push(0);
        path.push(0);
        _expect(_statement(), true, true, false, true);
    }

    function _expect(Statement memory s, bool model, bool painted, bool raster, bool art)
        private
        view
    {
        Stages memory stages = provenance.stagesOf(s, inputs, path);
        assertEq(stages.model, model, "model");
        assertEq(stages.inputs, painted, "inputs");
        assertEq(stages.raster, raster, "raster");
        assertEq(stages.art, art, "art");
    }
}
