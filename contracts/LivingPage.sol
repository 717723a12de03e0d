// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Base64} from "./art/Base64.sol";
import {Condition} from "./art/Condition.sol";
import {Document} from "./art/Document.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Scene} from "./art/Scene.sol";
import {ILivingPage} from "./interfaces/ILivingPage.sol";
import {IModels} from "./interfaces/IModels.sol";

/// @title LivingPage: one HTML document that holds all that it shows.
/// @notice TypeScript twin: renderer/page.ts.
contract LivingPage is ILivingPage {
    /// @dev What stands behind the plant: canvas, slider, and how the program is unpacked and run as a script of the
    /// document (some places forbid to evaluate strings). Without scripts the drawing stands alone.
    string private constant SHELL =
        "</svg><style>*{margin:0;touch-action:none}svg,canvas{position:fixed;width:100%;height:100%}canvas{z-index:-1}p{position:fixed;left:0;right:0;bottom:0;padding:5vmin;display:flex;gap:4vmin;align-items:center;font:italic 18px Georgia,serif;color:#fff;text-shadow:0 0 8px #000;opacity:0;transition:opacity 1.5s;user-select:none}p.on,p:focus-within{opacity:.85}input{flex:1;accent-color:#ccc;opacity:.6}</style><canvas></canvas><p><output></output><input type=range max=1439 aria-label='Hour of the day'></p><script>function u(t){return Uint8Array.from(atob(t),c=>c.charCodeAt())}function go(c,w){W=u(w);new Response(new Blob([u(c)]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text().then(t=>{c=document.createElement('script');c.text=t;document.body.append(c)})}go('";

    /// @dev The same behind a seed, which only breathes.
    string private constant SEED_SHELL =
        "</svg><style>*{margin:0}svg{position:fixed;width:100%;height:100%}@media(prefers-reduced-motion:no-preference){svg{animation:b 7s ease-in-out infinite alternate}}@keyframes b{to{filter:brightness(1.2)}}</style>";

    /// @dev "HSKY", format 2: the only models that the program can read.
    uint256 private constant MAGIC = 0x48534b5902;
    uint256 private constant HEADER_BYTES = 8;
    uint256 private constant SCHOOLS = 6;
    uint256 private constant MOMENT_BYTES = 84;
    /// @dev Beyond it, sun and moon stand still: see Sun.
    uint64 private constant LAST_TIME = 2 ** 44;

    IModels public immutable models;

    /// @notice The constant parts: the shell, the shell percent-encoded, and the program in base64.
    address public immutable pointer;
    uint256 private immutable SHELL_BYTES;
    uint256 private immutable ENCODED_BYTES;
    uint256 private immutable PROGRAM_BYTES;

    /// @param program renderer/living/page.bin.
    constructor(IModels models_, bytes memory program) {
        models = models_;
        string memory encoded = Document.encodeUri(SHELL);
        string memory code = string.concat(Base64.encode(program), "','");
        SHELL_BYTES = bytes(SHELL).length;
        ENCODED_BYTES = bytes(encoded).length;
        PROGRAM_BYTES = bytes(code).length;
        pointer = SSTORE2.write(bytes(string.concat(SHELL, encoded, code)));
    }

    /// @inheritdoc ILivingPage
    function html(Scene memory s, Phenotype memory p, string memory layer)
        external
        view
        returns (string memory)
    {
        string memory before = _before(p);
        string memory drawing = string.concat(Document.head(s, p), layer);
        if (p.stage == 0) return string.concat(before, drawing, SEED_SHELL);
        _answer(before, drawing, 0, SHELL_BYTES, _data(s, p), "')</script>");
    }

    /// @inheritdoc ILivingPage
    function encodedHtml(Scene memory s, Phenotype memory p, string memory drawing)
        external
        view
        returns (string memory)
    {
        string memory before = Document.encodeUri(_before(p));
        if (p.stage == 0) return string.concat(before, drawing, Document.encodeUri(SEED_SHELL));
        _answer(before, drawing, SHELL_BYTES, ENCODED_BYTES, _data(s, p), "')%3C/script%3E");
    }

    /// @dev Up to the drawing.
    function _before(Phenotype memory p) private pure returns (string memory) {
        return string.concat(
            "<!doctype html><html lang='en' style='background:#",
            Document.background(p),
            "'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Heliotrope</title>"
        );
    }

    /// @dev Ends the call with the whole page, written once where it stays: memory is dear at this length.
    /// @param from where in the constant parts the shell begins that is meant, `size` bytes of it.
    function _answer(
        string memory before,
        string memory drawing,
        uint256 from,
        uint256 size,
        bytes memory data,
        string memory end
    ) private view {
        address at = pointer;
        uint256 program = PROGRAM_BYTES;
        // SSTORE2 keeps its bytes behind one that stops whoever calls it.
        uint256 code = 1 + SHELL_BYTES + ENCODED_BYTES;
        uint256 start;
        uint256 to;
        uint256 kept;
        assembly ("memory-safe") {
            start := mload(0x40)
            to := add(start, 0x40)
            mcopy(to, add(before, 0x20), mload(before))
            to := add(to, mload(before))
            mcopy(to, add(drawing, 0x20), mload(drawing))
            to := add(to, mload(drawing))
            extcodecopy(at, to, add(from, 1), size)
            to := add(to, size)
            extcodecopy(at, to, code, program)
            to := add(to, program)
            // The next string is allocated so that it begins here; its length lies over what is kept.
            kept := mload(sub(to, 0x20))
            mstore(0x40, sub(to, 0x20))
        }
        string memory written = Base64.encode(data);
        assembly ("memory-safe") {
            let next := add(to, mload(written))
            mstore(sub(to, 0x20), kept)
            // The end is shorter than a word, and the rest of a literal's word is zero.
            mstore(next, mload(add(end, 0x20)))
            mstore(add(next, 0x20), 0)
            next := add(next, mload(end))
            mstore(start, 0x20)
            mstore(add(start, 0x20), sub(next, add(start, 0x40)))
            return(start, and(add(sub(next, start), 0x1f), not(0x1f)))
        }
    }

    /// @dev What the program reads: the moment, then weights where there is a model that it knows to read.
    function _data(Scene memory s, Phenotype memory p) private view returns (bytes memory data) {
        bytes32 latent = s.genome.latentOf();
        data = abi.encodePacked(
            latent,
            Condition.conditionOf(p),
            s.time > LAST_TIME ? LAST_TIME : s.time,
            uint32(s.epoch),
            s.latMicroDeg,
            s.lonMicroDeg
        );
        if (s.model >= models.count()) return data;
        (address model,,,) = models.modelOf(s.model);
        uint256 shape;
        assembly ("memory-safe") {
            extcodecopy(model, 0, 1, 0x20)
            shape := mload(0)
        }
        uint256 layers = uint8(shape >> 208);
        uint256 first = uint8(shape >> 200);
        uint256 second = uint8(shape >> 192);
        uint256 outputs = 32 * layers + 3;
        // The header's last three bytes and the mapping network; its biases.
        uint256 mapped = 3 + 32 * first + first * second + second * outputs;
        uint256 biases = 3 * (first + second + outputs);
        // The byte that stops, the rest of the header, and two hashes.
        uint256 size =
            70 + mapped + 1024 * (layers + SCHOOLS - 1) + 96 * (layers + SCHOOLS) + biases;
        if (shape >> 216 != MAGIC || layers == 0 || model.code.length != size) return data;
        _appendWeights(data, model, mapped, layers, uint8(latent[15]) % SCHOOLS, biases);
    }

    /// @dev Of the first layer and of the colours of the inputs, each school has its own; this copies one's.
    function _appendWeights(
        bytes memory data,
        address model,
        uint256 mapped,
        uint256 layers,
        uint256 school,
        uint256 biases
    ) private view {
        assembly ("memory-safe") {
            // `data` was the last thing to be allocated: it grows in its place.
            let to := add(add(data, 0x20), MOMENT_BYTES)
            extcodecopy(model, to, sub(add(HEADER_BYTES, 1), 3), mapped)
            to := add(to, mapped)
            let from := add(sub(add(HEADER_BYTES, 1), 3), mapped)
            extcodecopy(model, to, add(from, shl(10, school)), 0x400)
            to := add(to, 0x400)
            from := add(from, mul(SCHOOLS, 0x400))
            let size := shl(10, sub(layers, 1))
            extcodecopy(model, to, from, size)
            to := add(to, size)
            from := add(from, size)
            extcodecopy(model, to, add(from, mul(school, 96)), 96)
            to := add(to, 96)
            from := add(from, mul(SCHOOLS, 96))
            size := add(mul(layers, 96), biases)
            extcodecopy(model, to, from, size)
            to := add(to, size)
            mstore(data, sub(to, add(data, 0x20)))
            mstore(0x40, and(add(to, 0x1f), not(0x1f)))
        }
    }
}
