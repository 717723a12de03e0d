// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test, console} from "forge-std/Test.sol";
import {LibString} from "solady/utils/LibString.sol";

import {LivingPage} from "../../../contracts/LivingPage.sol";
import {Models} from "../../../contracts/Models.sol";
import {Document} from "../../../contracts/art/Document.sol";
import {Phenotype, Phenotypes} from "../../../contracts/art/Phenotype.sol";
import {Scene} from "../../../contracts/art/Scene.sol";
import {Genome} from "../../../contracts/types/Genome.sol";
import {Scenes} from "../art/Scenes.sol";

contract LivingPageTest is Test {
    string private constant LAYER = "<g fill='#446633'><path d='M0,0h9'/></g>";

    Models private models = new Models(address(this));
    LivingPage private page;

    function setUp() public {
        models.register(vm.readFileBinary("renderer/sky/model.bin"), address(this));
        page = new LivingPage(models, vm.readFileBinary("renderer/living/page.bin"));
    }

    function test_encodedHtml_isTheEncodedHtml() public view {
        for (uint256 i; i < 12; ++i) {
            (Scene memory s, Phenotype memory p) = _scene(i);
            string memory layer = Document.encodeUri(string.concat(Document.head(s, p), LAYER));
            assertEq(Document.encodeUri(page.html(s, p, LAYER)), page.encodedHtml(s, p, layer));
        }
    }

    function test_html_isOfTheSchoolWhateverTheGenomeSays() public view {
        (Scene memory s, Phenotype memory p) = _scene(1);
        s.model = 0;
        bytes32 known = keccak256(bytes(_weights(s, p, 3)));
        // A school that does not exist is taken modulo six, as everywhere.
        assertEq(keccak256(bytes(_weights(s, p, 9))), known);
        assertNotEq(keccak256(bytes(_weights(s, p, 4))), known);
    }

    function test_html_doesWithoutAModelThatNobodyRegistered() public view {
        (Scene memory s, Phenotype memory p) = _scene(2);
        s.model = 0;
        uint256 whole = bytes(page.html(s, p, LAYER)).length;
        s.model = 1;
        uint256 without = bytes(page.html(s, p, LAYER)).length;
        // 18,141 bytes of weights in base64.
        assertEq(whole - without, 24_188);
        s.model = type(uint16).max;
        assertEq(bytes(page.html(s, p, LAYER)).length, without);
    }

    function test_html_hasNoProgramForASeed() public view {
        (Scene memory s,) = _scene(3);
        s.genome = Genome.wrap(0);
        Phenotype memory p = Phenotypes.phenotypeOf(s);
        string memory html = page.html(s, p, LAYER);
        assertFalse(LibString.contains(html, "<script"));
        assertTrue(LibString.contains(html, LAYER));
        assertEq(
            Document.encodeUri(html),
            page.encodedHtml(s, p, Document.encodeUri(string.concat(Document.head(s, p), LAYER)))
        );
    }

    function test_html_bearsHostileNames() public view {
        string[5] memory hostile = [
            "</desc></svg><script>alert(1)</script>",
            "');alert(1);('",
            "\"onload=alert(1) '",
            unicode"\u2028\u202e\u0000\u007f",
            "]]><!--"
        ];
        (Scene memory s, Phenotype memory p) = _scene(4);
        for (uint256 i; i < hostile.length; ++i) {
            s.stationName = hostile[i];
            string memory html = page.html(s, p, LAYER);
            assertFalse(LibString.contains(html, hostile[i]));
            // One script, ours, and nothing of the name behind the drawing.
            assertEq(LibString.indicesOf(html, "<script").length, 1);
            assertEq(LibString.indicesOf(html, "alert(1)").length, i < 3 ? 1 : 0);
            if (i < 3) {
                assertLt(LibString.indexOf(html, "alert(1)"), LibString.indexOf(html, "</desc>"));
            }
        }
    }

    function test_encodedHtml_costsAtMostItsShare() public view {
        (Scene memory s, Phenotype memory p) = _scene(5);
        s.model = 0;
        string memory layer = string(new bytes(13_000));
        uint256 before = gasleft();
        uint256 size = bytes(page.encodedHtml(s, p, layer)).length;
        uint256 used = before - gasleft();
        console.log("encodedHtml: gas, bytes without the plant", used, size - 13_000);
        // Of it, 70,000 are this test's own memory; base64 around it is another 250,000 or so.
        assertLt(used, 420_000);
    }

    function _scene(uint256 i) private pure returns (Scene memory s, Phenotype memory p) {
        s = Scenes.seeded(i);
        p = Phenotypes.phenotypeOf(s);
    }

    /// @dev The page of the same scene by another school.
    function _weights(Scene memory s, Phenotype memory p, uint256 school)
        private
        view
        returns (string memory)
    {
        uint256 word = uint256(Genome.unwrap(s.genome)) & ~(uint256(0xff) << 152);
        s.genome = Genome.wrap(bytes32(word | (school << 152)));
        string memory html = page.html(s, p, LAYER);
        // Behind what differs in any case: the 84 bytes of the moment.
        return LibString.slice(html, LibString.indexOf(html, "','") + 3 + 112);
    }
}
