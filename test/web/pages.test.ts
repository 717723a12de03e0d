import { afterEach, describe, expect, it, vi } from "vitest";
import { WMO_CODES } from "../../renderer/observation.ts";
import { formatCid } from "../../web/cid.ts";
import { DeploymentError, parseDeployment } from "../../web/deployment.ts";
import { hrefOf, parseRoute, parseSearch } from "../../web/router.ts";
import {
  coordinates,
  day,
  duration,
  ether,
  instant,
  number,
  temperature,
  weatherOf,
  wind,
} from "../../web/words.ts";

const ADDRESS = `0x${"ab".repeat(20)}`;
const NAMES = [
  "Heliotrope",
  "Genomes",
  "Choices",
  "Climate",
  "Models",
  "Engine",
  "Plant",
  "Metadata",
  "Almanac",
];
const RECORD = {
  chainId: 31337,
  startBlock: 1,
  contracts: Object.fromEntries(NAMES.map((name) => [name, { address: ADDRESS }])),
  rpc: "/rpc",
  keepers: ["", "http://keeper.example/"],
  development: true,
};

describe("parseDeployment", () => {
  it("default: resolves relative addresses against the page", () => {
    const deployment = parseDeployment(RECORD, "http://localhost:8080/");
    expect(deployment.rpc).toBe("http://localhost:8080/rpc");
    expect(deployment.keepers).toEqual(["http://localhost:8080", "http://keeper.example"]);
    expect(deployment.contracts.Almanac).toBe(ADDRESS);
    expect(deployment.development).toBe(true);
  });

  it("behavior: development is off unless the record says so", () => {
    const { development: _, ...rest } = RECORD;
    expect(parseDeployment(rest, "http://localhost/").development).toBe(false);
  });

  it("error: names the first field that cannot be used", () => {
    const wrong: [string, unknown][] = [
      ["chainId", { ...RECORD, chainId: "1" }],
      ["rpc", { ...RECORD, rpc: "" }],
      ["contracts.Heliotrope.address", { ...RECORD, contracts: {} }],
      ["keepers", { ...RECORD, keepers: [1] }],
      ["chainId", null],
    ];
    for (const [field, record] of wrong) {
      expect(() => parseDeployment(record, "http://localhost/"), field).toThrow(DeploymentError);
      expect(() => parseDeployment(record, "http://localhost/"), field).toThrow(field);
    }
  });
});

describe("parseRoute", () => {
  it("default: each route finds its way back", () => {
    for (const route of [
      { page: "gallery" },
      { page: "token", tokenId: 0 },
      { page: "token", tokenId: 9_999, epoch: 55_371 },
      { page: "mint" },
      { page: "almanac" },
      { page: "almanac", epoch: 55_371 },
      { page: "keeper", address: `0x${"Ab".repeat(20)}` },
      { page: "climate" },
      { page: "climate", station: 0 },
      { page: "desk" },
      { page: "playground" },
      { page: "check" },
    ] as const) {
      expect(parseRoute(hrefOf(route))).toEqual(route);
      expect(parseRoute(hrefOf(route, { sort: "age" }))).toEqual(route);
    }
  });

  it("behavior: what a page is set to finds its way back, and nothing is said of what is not set", () => {
    const search = { q: "a&b=c ü?#", place: "New York" };
    expect(parseSearch(hrefOf({ page: "gallery" }, search))).toEqual(search);
    expect(hrefOf({ page: "gallery" }, { q: "", place: undefined })).toBe("#/");
    expect(parseSearch("#/")).toEqual({});
  });

  it("behavior: anything else is missing, not a crash", () => {
    for (const hash of [
      "#/token/",
      "#/token/-1",
      "#/token/01",
      "#/token/1e3",
      "#/nowhere",
      "#/almanac/3",
    ]) {
      expect(parseRoute(hash).page).toBe("missing");
    }
    expect(parseRoute("")).toEqual({ page: "gallery" });
  });
});

describe("words", () => {
  it("default: units read like sentences", () => {
    expect(temperature(-340)).toBe("−3.4 °C");
    expect(temperature(-3)).toBe("0.0 °C");
    expect(duration(125)).toBe("2 h 05 min");
    expect(duration(420)).toBe("7 h");
    expect(coordinates(47_606_000, -122_332_000)).toBe("47.61° N, 122.33° W");
    expect(instant(1_394_982_000)).toBe("16 March 2014, 15:00 UTC");
  });

  it("behavior: wei are ether, to the millionth", () => {
    const ETHER = 10n ** 18n;
    expect(ether(ETHER / 5n)).toBe("0.2 ETH");
    expect(ether(1_234n * ETHER + 1n)).toBe("1,234 ETH");
    expect(ether(ETHER / 3n)).toBe("0.333333 ETH");
    expect(ether(1n)).toBe("under 0.000001 ETH");
    expect(ether(0n)).toBe("0 ETH");
  });

  it("behavior: wind is named for where it comes from", () => {
    expect(wind(500, 0, 500)).toBe("5.0 m/s from the west");
    expect(wind(0, -500, 500)).toBe("5.0 m/s from the north");
    expect(wind(300, 300, 424)).toBe("4.2 m/s from the south-west");
    expect(wind(0, 0, 0)).toBe("calm");
    expect(wind(0, 0, 400)).toBe("4.0 m/s, from all around");
  });

  it("behavior: every weather code has words", () => {
    const words = WMO_CODES.map((_, rank) => weatherOf(rank));
    expect(new Set(words).size).toBe(WMO_CODES.length);
    expect(words).not.toContain("Unknown weather");
    expect(weatherOf(31)).toBe("Unknown weather");
    expect(weatherOf(WMO_CODES.indexOf(73))).toBe("Snow");
    expect(weatherOf(WMO_CODES.indexOf(95))).toBe("Thunderstorm");
  });
});

describe("words in the reader's locale", () => {
  const read = (language: string) => vi.stubGlobal("navigator", { language });
  afterEach(() => vi.unstubAllGlobals());

  it("default: numbers and dates are written as the reader writes them, units and UTC stay", () => {
    const moment = Date.UTC(2014, 2, 17, 14, 5) / 1000;
    expect(instant(moment)).toBe("17 March 2014, 14:05 UTC");
    expect(temperature(-342)).toBe("−3.4 °C");
    expect(ether(1_234_500_000_000_000_000_000n)).toBe("1,234.5 ETH");
    read("de-DE");
    expect(instant(moment)).toBe("17. März 2014, 14:05 UTC");
    expect(temperature(-342)).toBe("−3,4 °C");
    expect(ether(1_234_500_000_000_000_000_000n)).toBe("1.234,5 ETH");
    expect(number(55_371)).toBe("55.371");
    read("en-US");
    expect(day(moment)).toBe("March 17, 2014");
  });

  it("behavior: ether keeps more digits than a number holds", () => {
    expect(ether(123_456_789_012_345_678n * 10n ** 12n)).toBe("123,456,789,012.345678 ETH");
  });

  it("error: a locale that no Intl knows is read as British English", () => {
    read("en-US@posix");
    expect(number(1_234.5, 1)).toBe("1,234.5");
  });
});

describe("formatCid", () => {
  it("default: base32 with its multibase letter", () => {
    // The raw-codec CIDv1 of the five bytes "hello", as every IPFS tool writes it.
    const cid = "0x015512202cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    expect(formatCid(cid)).toBe("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
  });
});
