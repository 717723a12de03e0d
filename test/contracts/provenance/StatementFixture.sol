// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";

import {Provenance} from "../../../contracts/Provenance.sol";
import {IAlmanac, Outcome} from "../../../contracts/interfaces/IAlmanac.sol";
import {IChoices, TokenState} from "../../../contracts/interfaces/IChoices.sol";
import {IClimate} from "../../../contracts/interfaces/IClimate.sol";
import {IGenomes} from "../../../contracts/interfaces/IGenomes.sol";
import {IHeliotrope} from "../../../contracts/interfaces/IHeliotrope.sol";
import {IModels} from "../../../contracts/interfaces/IModels.sol";
import {Statement} from "../../../contracts/interfaces/IProvenance.sol";
import {
    EPOCH_DEPTH,
    SkyInputs,
    climb,
    rootWord,
    tokenHash
} from "../../../contracts/types/MerkleLayout.sol";

/// @title A statement that is true of a chain made of nothing but answers.
abstract contract StatementFixture is Test {
    uint256 internal constant TOKEN = 5;
    uint256 internal constant EPOCH = 62_000;
    uint256 internal constant SUPPLY = 9;
    uint256 internal constant MODEL = 1;
    bytes32 internal constant MODEL_HASH = keccak256("model");

    Provenance internal provenance;
    IHeliotrope internal token = IHeliotrope(_answering("token"));
    IAlmanac internal almanac = IAlmanac(_answering("almanac"));
    address internal genomes = _answering("genomes");
    address internal climate = _answering("climate");
    address internal models = _answering("models");

    SkyInputs internal inputs =
        SkyInputs({model: MODEL, latent: keccak256("latent"), condition: keccak256("condition")});
    bytes32[] internal path;
    bytes32 internal root;

    function setUp() public virtual {
        _mock(address(token), abi.encodeCall(IHeliotrope.models, ()), abi.encode(models));
        _mock(address(token), abi.encodeCall(IHeliotrope.genomes, ()), abi.encode(genomes));
        _mock(address(token), abi.encodeCall(IHeliotrope.climate, ()), abi.encode(climate));
        provenance = new Provenance(token, almanac);
        _mock(models, abi.encodeCall(IModels.count, ()), abi.encode(2));
        _mock(
            models,
            abi.encodeCall(IModels.modelOf, (MODEL)),
            abi.encode(address(1), MODEL_HASH, address(2), 3)
        );
        _mock(climate, abi.encodeWithSelector(IClimate.acceptedAt.selector), abi.encode(0));
        _mock(climate, abi.encodeCall(IClimate.acceptedAt, (EPOCH)), abi.encode(1_500_000_000));
        _mock(genomes, abi.encodeCall(IGenomes.supplyAt, (EPOCH)), abi.encode(SUPPLY));
        _paints(inputs);
        TokenState memory state;
        state.artVersion = 2;
        _is(EPOCH, state);
        for (uint256 i; i < EPOCH_DEPTH; ++i) {
            path.push(keccak256(abi.encode("sibling", i)));
        }
        root = rootWord(climb(tokenHash(inputs, _statement().rasterRoot), TOKEN, path));
        _decide(Outcome.Decided, root);
    }

    function _statement() internal view returns (Statement memory) {
        return Statement({
            tokenId: TOKEN,
            epoch: EPOCH,
            modelHash: MODEL_HASH,
            inputHash: keccak256(abi.encode(inputs)),
            rasterRoot: keccak256("runs"),
            artVersion: 2,
            compositorVersion: 1,
            composedHash: keccak256("svg")
        });
    }

    function _decide(Outcome outcome, bytes32 decided) internal {
        _mock(
            address(almanac),
            abi.encodeCall(IAlmanac.artworkAt, (TOKEN, EPOCH)),
            abi.encode(outcome, decided, address(7))
        );
    }

    function _paints(SkyInputs memory from) internal {
        _mock(
            address(token),
            abi.encodeCall(IChoices.skyInputsAt, (TOKEN, EPOCH)),
            abi.encode(from.model, from.latent, from.condition)
        );
    }

    function _is(uint256 epoch, TokenState memory state) internal {
        _mock(address(token), abi.encodeCall(IChoices.stateAt, (TOKEN, epoch)), abi.encode(state));
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _mock(address at, bytes memory question, bytes memory answer) internal {
        vm.mockCall(at, question, answer);
    }

    function _answering(string memory name) private returns (address at) {
        at = makeAddr(name);
        // Whatever is not mocked reverts.
        vm.etch(at, hex"fe");
    }
}
