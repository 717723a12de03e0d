import { encodeErrorResult, parseAbi } from "viem";
import { describe, expect, it } from "vitest";
import {
  almanacAbi,
  causesAbi,
  choicesAbi,
  climateAbi,
  genomesAbi,
  heliotropeAbi,
  modelsAbi,
} from "../../../contracts/abi.ts";
import { failureOf } from "../../../web/wallet/failure.ts";
import { REFUSALS, refusalOf } from "../../../web/wallet/refusals.ts";

interface Item {
  type: string;
  name?: string;
  inputs?: readonly { type: string; name?: string }[];
}

/** What no page can meet: only an owner, a reporter, a deploy or an upgrade does. */
const BEHIND_THE_SCENES = [
  "AlreadyInitialized",
  "ArtAlreadyRegistered",
  "ArtMissing",
  "EngineMissing",
  "EpochAlreadyAccepted",
  "EpochLengthZero",
  "EpochSuperseded",
  "GasTooLow",
  "HandoverOnly",
  "HomesUnknown",
  "ImplementationInvalid",
  "InvalidInitialization",
  "MaxTokensZero",
  "MintERC2309QuantityExceedsLimit",
  "MintToZeroAddress",
  "MintZeroQuantity",
  "ModelAlreadyRegistered",
  "ModelAltered",
  "ModelFormatUnknown",
  "ModelShapeOutOfRange",
  "ModelSizeMismatch",
  "ModelTooCostly",
  "ModelTooLarge",
  "NamesTooLong",
  "NewOwnerIsZeroAddress",
  "NoHandoverRequest",
  "NotAnnouncer",
  "NotCompatibleWithSpotMints",
  "NotConfigured",
  "NotInitializing",
  "NothingToWithdraw",
  "ObservationOutOfRange",
  "OwnershipIsFree",
  "OwnershipNotInitializedForExtraData",
  "PageUnknown",
  "PayeeZero",
  "RangeReversed",
  "RefundsOff",
  "RegisterFull",
  "ReportUnconfirmed",
  "RoyaltyTooHigh",
  "RuleZero",
  "SequentialMintExceedsLimit",
  "SequentialUpToTooSmall",
  "SignerRefused",
  "SignerSetUnknown",
  "SignersInvalid",
  "SpotMintTokenIdTooSmall",
  "StationInvalid",
  "StationsFull",
  "SumOutOfLane",
  "SupplyNotLower",
  "SupplyTooLarge",
  "TokenAlreadyExists",
  "UnauthorizedCallContext",
  "UpgradeClosed",
  "UpgradeFailed",
  "UpgradeMismatch",
  "UpgradeNotAnnounced",
  "UpgradePending",
  "WeightOutOfRange",
  "WrongReportCount",
  "WrongReportLength",
];

/** Errors that the EVM's compiler has, and no ABI. */
const BUILT_IN = ["Error(string reason)", "Panic(uint256 code)"];

const ABIS = [heliotropeAbi, genomesAbi, choicesAbi, climateAbi, modelsAbi, almanacAbi, causesAbi];
const errors = new Map<string, string>();
for (const item of ABIS.flat() as readonly Item[]) {
  if (item.type !== "error") continue;
  const inputs = (item.inputs ?? []).map(({ type, name }) => `${type} ${name}`).join(", ");
  errors.set(`${item.name}(${inputs})`, item.name!);
}
/** Two registers name the same number differently, and the selector is one. */
const TWIN = "ModelUnknown(uint256 id)";

describe("refusalOf", () => {
  it("default: every error that a page can meet has a sentence, as the contracts declare it", () => {
    const told = new Set(REFUSALS);
    const untold = [...errors].filter(([signature]) => !told.has(signature) && signature !== TWIN);
    expect(untold.map(([, name]) => name).sort()).toEqual(BEHIND_THE_SCENES);
    const invented = REFUSALS.filter((each) => !errors.has(each) && !BUILT_IN.includes(each));
    expect(invented).toEqual([]);
  });

  it("behavior: values are written for people", () => {
    const abi = parseAbi([
      "error PriceNotMet(uint256 price, uint256 sent)",
      "error SaleClosed(uint256 opensAt, uint256 closesAt)",
    ]);
    const price = encodeErrorResult({
      abi,
      errorName: "PriceNotMet",
      args: [3n * 10n ** 17n, 10n ** 17n],
    });
    expect(refusalOf(price)).toEqual({
      name: "PriceNotMet",
      sentence: expect.stringContaining("cost 0.3 ETH together, and only 0.1 ETH came"),
    });
    const closed = encodeErrorResult({
      abi,
      errorName: "SaleClosed",
      args: [1_394_982_000n, (1n << 40n) - 1n],
    });
    expect(refusalOf(closed)?.sentence).toContain(
      "opens at 16 March 2014, 15:00 UTC and closes at no time that is set",
    );
  });

  it("behavior: every placeholder is filled", () => {
    for (const signature of REFUSALS) {
      const abi = parseAbi([`error ${signature}`] as [string]);
      const [{ name, inputs }] = abi as unknown as [Required<Item> & { name: string }];
      const args = inputs.map(({ type }) => {
        if (type === "address") return `0x${"ab".repeat(20)}`;
        return type === "uint256" ? 5n : type === "string" ? "why" : `0x${"cd".repeat(32)}`;
      });
      const data = encodeErrorResult({ abi, errorName: name, args } as never);
      const told = refusalOf(data);
      expect(told?.name, signature).toBe(name);
      expect(told?.sentence, signature).not.toMatch(/[{}]|undefined|NaN/);
      expect(told?.sentence, signature).toMatch(/^[A-Z0-9].*\.$/s);
    }
  });

  it("error: data that nobody here knows has no sentence", () => {
    expect(refusalOf("0xdeadbeef")).toBeUndefined();
    expect(refusalOf("0x")).toBeUndefined();
  });
});

describe("failureOf", () => {
  it("default: a declined request is told apart, however deep its code lies", () => {
    const declined = Object.assign(new Error("no"), { code: 4001 });
    expect(failureOf(declined).kind).toBe("rejected");
    expect(failureOf(new Error("outer", { cause: new Error("x", { cause: declined }) })).kind).toBe(
      "rejected",
    );
  });

  it("behavior: a revert's data is read wherever a node or a wallet put it", () => {
    const data = encodeErrorResult({
      abi: parseAbi(["error MintingPaused()"]),
      errorName: "MintingPaused",
    });
    const nodes = Object.assign(new Error("execution reverted"), { code: 3, data });
    const wallets = Object.assign(new Error("Internal error"), { code: -32603, data: { data } });
    for (const cause of [nodes, wallets]) {
      expect(failureOf(new Error("outer", { cause }))).toMatchObject({
        kind: "reverted",
        error: "MintingPaused",
      });
    }
  });

  it("behavior: funds, a silent node and the unknown have their own sentence", () => {
    expect(failureOf(new Error("insufficient funds for gas * price + value")).kind).toBe("funds");
    expect(failureOf(new TypeError("Failed to fetch")).kind).toBe("node");
    expect(failureOf(new Error("odd")).sentence).toContain("odd");
    expect(failureOf(undefined).kind).toBe("other");
  });

  it("behavior: causes that form a ring end", () => {
    const ring = new Error("ring") as Error & { cause?: unknown };
    ring.cause = ring;
    expect(failureOf(ring).kind).toBe("other");
  });
});
