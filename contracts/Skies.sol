// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Backdrop} from "./art/Backdrop.sol";
import {Base64} from "./art/Base64.sol";
import {Condition} from "./art/Condition.sol";
import {Heavens} from "./art/Heavens.sol";
import {Pen, Pens} from "./art/Pen.sol";
import {Phenotype} from "./art/Phenotype.sol";
import {Weather} from "./art/Weather.sol";
import {IEngine} from "./interfaces/IEngine.sol";
import {IModels} from "./interfaces/IModels.sol";
import {ISkies} from "./interfaces/ISkies.sol";
import {Genome} from "./types/Genome.sol";

/// @title Skies: lays the network's picture under the plant, and vectors where there is none.
/// @notice TypeScript twin: renderer/skies.ts.
contract Skies is ISkies {
    /// @dev Pixels along a side of the picture inside `tokenURI`.
    uint256 private constant SIDE = 30;
    /// @dev The most bytes that a picture may have: what `tokenURI` has room for.
    uint256 private constant PNG_MAX = 4500;
    /// @dev Places along the skyline.
    uint256 private constant POINTS = 48;

    /// @dev The row under which the network has no bolt; land hides its end.
    uint256 private constant BOLT_END = 1435;
    /// @dev The bytes of a PNG file before its first row.
    uint256 private constant PNG_HEAD = 48;

    /// @dev The most gas that one picture may take, and what must be left for all that follows it: together
    /// less than the 25,000,000 of the most frugal nodes. No model that the registry takes needs more.
    uint256 private constant PICTURE_GAS = 16_000_000;
    uint256 private constant LINE_GAS = 500_000;
    uint256 private constant REST_GAS = 6_000_000;

    IModels public immutable models;

    constructor(IModels models_) {
        models = models_;
    }

    /// @inheritdoc ISkies
    function skyOf(Phenotype memory p, Genome g, uint256 model)
        external
        view
        returns (string memory)
    {
        (bytes memory png, bytes memory skyline, bytes memory bolt) =
            _paint(model, g.latentOf(), Condition.conditionOf(p));
        if (png.length == 0) return Backdrop.backdrop(p);
        Pen memory pen = Pens.newPen();
        Pens.text(
            pen,
            "<image id='i' width='1920' height='1920' preserveAspectRatio='none' href='data:image/png;base64,"
        );
        Pens.text(pen, Base64.encode(png));
        // Blurred by less than half of its pixels, over itself for the sake of the edges: enlarging alone
        // shows the pixels' corners.
        Pens.text(
            pen,
            "'/><defs><filter id='b' x='0' y='0' width='1' height='1'><feGaussianBlur stdDeviation='24'/></filter><g id='s'><use href='#i'/><use href='#i' filter='url(#b)'/></g>"
        );
        bool lined = skyline.length != 0;
        if (lined) _clip(pen, skyline);
        // The sky is drawn down to the skyline and the land up to it, so that none blurs into the other.
        Pens.text(
            pen,
            lined ? "</defs><use href='#s' transform='scale(1,1.03)'/>" : "</defs><use href='#s'/>"
        );
        Heavens.stars(pen, p);
        Heavens.discs(pen, p, lined ? _sunColour(p, png, skyline) : Heavens.sunColour(p));
        if (bolt.length != 0) _strike(pen, bolt);
        if (lined) Pens.text(pen, "<g clip-path='url(#l)'><use href='#s' y='-40'/></g>");
        if (p.rain > 0) {
            Pens.text(pen, "<g opacity='.45'>");
            Weather.rain(pen, p, 0xf0f4f8);
            Pens.endGroup(pen);
        }
        if (p.snow > 0) Weather.flakes(pen, p);
        return Pens.done(pen);
    }

    /// @inheritdoc ISkies
    function backdrop(Phenotype memory p) external pure returns (string memory) {
        return Backdrop.backdrop(p);
    }

    /// @dev The picture, the skyline and the bolt, or nothing.
    function _paint(uint256 model, bytes32 latent, bytes32 condition)
        private
        view
        returns (bytes memory png, bytes memory skyline, bytes memory bolt)
    {
        if (model >= models.count()) return (png, skyline, bolt);
        (,, address engine,) = models.modelOf(model);
        // A call is given at most 63 of 64 parts of what is left, and a failed one may burn all of it.
        if (gasleft() < PICTURE_GAS + 2 * LINE_GAS + REST_GAS) return (png, skyline, bolt);
        png = _ask(
            engine,
            PICTURE_GAS,
            abi.encodeCall(IEngine.skyPng, (model, latent, condition, SIDE)),
            PNG_MAX
        );
        if (png.length == 0) return (png, skyline, bolt);
        skyline =
            _ask(engine, LINE_GAS, abi.encodeCall(IEngine.skyline, (latent, POINTS)), 2 * POINTS);
        if (skyline.length != 2 * POINTS) skyline = "";
        bolt = _ask(engine, LINE_GAS, abi.encodeCall(IEngine.skyBolt, (condition, SIDE)), 2 * SIDE);
        if (bolt.length != 2 * SIDE) bolt = "";
    }

    /// @dev What a contract answers as `bytes`, or nothing: whatever it does, this call goes on.
    function _ask(address to, uint256 most, bytes memory question, uint256 longest)
        private
        view
        returns (bytes memory answer)
    {
        assembly ("memory-safe") {
            let found := staticcall(most, to, add(question, 0x20), mload(question), 0, 0)
            let size := returndatasize()
            // The offset, the length, the bytes filled up to whole words.
            found := and(found, and(gt(size, 0x3f), lt(size, add(longest, 0x60))))
            if found {
                answer := mload(0x40)
                returndatacopy(answer, 0, size)
                // The answer begins where its length is.
                let length := mload(add(answer, 0x20))
                found := and(eq(mload(answer), 0x20), iszero(gt(length, sub(size, 0x40))))
                if found { mstore(0x40, add(answer, add(size, 0x20))) }
                answer := add(answer, 0x20)
            }
            if iszero(found) { answer := 0x60 }
        }
    }

    /// @dev The sun as the network painted it: the pixel around its centre, unless land hides that.
    function _sunColour(Phenotype memory p, bytes memory png, bytes memory skyline)
        private
        pure
        returns (int256)
    {
        (int256 x, int256 y) = Heavens.placeOf(p.sunX, p.sunY);
        uint256 point = (uint256(x) * POINTS) / 1920;
        if (y < 0 || y + 60 > _place(skyline, point)) return Heavens.sunColour(p);
        uint256 row = (uint256(y) * SIDE) / 1920;
        // A row of the file begins with a byte that says how it is filtered.
        uint256 place = PNG_HEAD + row * (3 * SIDE + 1) + 1 + 3 * ((uint256(x) * SIDE) / 1920);
        if (place + 3 > png.length) return Heavens.sunColour(p);
        int256 rgb;
        assembly ("memory-safe") {
            rgb := shr(232, mload(add(add(png, 0x20), place)))
        }
        return Pens.mix(rgb, 0xfffbe8, 40);
    }

    /// @dev All that lies below the skyline.
    function _clip(Pen memory pen, bytes memory skyline) private pure {
        Pens.text(pen, "<clipPath id='l'><path d='");
        Pens.moveTo(pen, 0, 1920);
        for (uint256 i; i < POINTS; ++i) {
            int256 y = _place(skyline, i);
            // Points lie in the middle of their columns.
            if (i == 0) Pens.lineTo(pen, 0, y);
            Pens.lineTo(pen, int256(((2 * i + 1) * 960) / POINTS), y);
            if (i == POINTS - 1) Pens.lineTo(pen, 1920, y);
        }
        Pens.text(pen, "V1920z'/></clipPath>");
    }

    /// @dev A bolt from the clouds down behind the skyline.
    function _strike(Pen memory pen, bytes memory bolt) private pure {
        Pens.ownLines(pen, 0xfff6dc, 8);
        Pens.path(pen);
        Pens.moveTo(pen, _place(bolt, 0), 0);
        for (uint256 i; i < SIDE && (2 * i + 1) * 960 < SIDE * BOLT_END; ++i) {
            Pens.lineTo(pen, _place(bolt, i), int256(((2 * i + 1) * 960) / SIDE));
        }
        Pens.endPath(pen);
        Pens.endGroup(pen);
    }

    /// @dev One of a list's places in 16 bits, on the drawing.
    function _place(bytes memory list, uint256 i) private pure returns (int256) {
        uint256 place = (uint256(uint8(list[2 * i])) << 8) | uint8(list[2 * i + 1]);
        return int256((place * 15) >> 9);
    }
}
