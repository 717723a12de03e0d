// Names of ENS on a chain that has them, both ways.
import { toFunctionSelector } from "viem";
import { describe, expect } from "vitest";
import { primaryName, resolveName } from "../../web/queries/ens.ts";
import { giveNames } from "./names/resolver.ts";
import type { Stage } from "./stage.ts";
import { PATIENCE, it as visited } from "./visitor.ts";
import { worldOf } from "./world.ts";

/** The account of anvil whose plants the stage mints first, and one that has none. */
const HOLDER = 7;
const STRANGER = 3;
/** How a question begins that asks where a name points. */
const RESOLVE = toFunctionSelector("resolveWithGateways(bytes,bytes,string[])").slice(2);
const accountOf = (stage: Stage, index: number) => stage.wallet(index).account.address;

const it = visited.extend("names", { scope: "file" }, ({ stage }) => giveNames(stage));

describe("resolveName", () => {
  it("error: a chain without names says so, and asks nothing else", async ({ stage }) => {
    const world = worldOf(stage);
    expect(await resolveName(world, "alice.eth")).toEqual({ state: "absent" });
    expect(await primaryName(world, accountOf(stage, HOLDER))).toBeNull();
  });

  it("default: a name is its owner's address, however it is written", async ({ names, stage }) => {
    const world = worldOf(stage);
    await names.point("alice.eth", accountOf(stage, HOLDER));
    const found = { state: "found", address: accountOf(stage, HOLDER) };
    expect(await resolveName(world, "alice.eth")).toEqual(found);
    expect(await resolveName(world, "ALICE.eth")).toEqual(found);
    expect(await resolveName(world, "bob.eth")).toEqual({ state: "unset" });
    expect(await resolveName(world, "a_lice.eth")).toEqual({ state: "malformed" });
  });
});

describe("primaryName", () => {
  it("default: what an address calls itself, where the name points back", async ({
    names,
    stage,
  }) => {
    const holder = accountOf(stage, HOLDER);
    await names.point("alice.eth", holder);
    await names.claim(holder, "alice.eth");
    expect(await primaryName(worldOf(stage), holder)).toBe("alice.eth");
    expect(await primaryName(worldOf(stage), accountOf(stage, STRANGER))).toBeNull();
  });

  it("error: a name that points to another is nobody's, though the resolver lets it pass", async ({
    names,
    stage,
  }) => {
    const [holder, stranger] = [accountOf(stage, HOLDER), accountOf(stage, STRANGER)];
    await names.point("alice.eth", holder);
    await names.claim(stranger, "alice.eth");
    expect(await primaryName(worldOf(stage), stranger)).toBeNull();
    await names.neglect(true);
    expect(await primaryName(worldOf(stage), stranger)).toBeNull();
    await names.neglect(false);
  });

  it("error: what is written as no name is written is not shown", async ({ names, stage }) => {
    const stranger = accountOf(stage, STRANGER);
    const long = `${"a".repeat(60)}.eth`;
    for (const name of ["<img src=x>.eth", "Alice.eth", "a\u202elice.eth", "аlice.eth", long]) {
      await names.point(name, stranger);
      await names.claim(stranger, name);
      expect(await primaryName(worldOf(stage), stranger), name).toBeNull();
    }
    // None of it was refused for another reason.
    await names.point("stranger.eth", stranger);
    await names.claim(stranger, "stranger.eth");
    expect(await primaryName(worldOf(stage), stranger)).toBe("stranger.eth");
  });
});

describe("names on the page", () => {
  it("default: a search for a name finds its plants; an unset one says so", async ({
    complaints,
    names,
    open,
    page,
    stage,
  }) => {
    await names.point("alice.eth", accountOf(stage, HOLDER));
    await open("#/?q=alice.eth");
    await page.getByText(/alice\.eth \(0x[0-9a-fA-F]{40}\) holds \d+ plants\./).waitFor();
    await page.getByRole("searchbox").fill("bob.eth");
    await page.getByText("bob.eth points to no address.").waitFor();
    expect(complaints).toEqual([]);
  });

  it("default: an account is shown by its name, and nobody's server is asked for one", async ({
    complaints,
    names,
    open,
    page,
    stage,
  }) => {
    const [holder, stranger] = [accountOf(stage, HOLDER), accountOf(stage, STRANGER)];
    await names.point("alice.eth", holder);
    await names.claim(holder, "alice.eth");
    const asked: string[] = [];
    await page.route("https://names.example/**", (route) => {
      asked.push(route.request().url());
      return route.fulfill({ json: { data: "0x" } });
    });
    await open(`#/almanac/keeper/${holder}`);
    await page.getByRole("heading", { level: 1, name: "alice.eth" }).waitFor();
    await page.getByText(holder).waitFor();
    await open("#/desk?plant=0");
    await page.getByText(/^Held by alice\.eth, 0x/).waitFor();

    // A name that a server answers for: looked up for whoever types it, and never for an address that is shown.
    await names.appoint("far.eth", "https://names.example/{sender}/{data}");
    await names.claim(stranger, "far.eth");
    await names.neglect(true);
    const refused = page.waitForResponse(
      (response) => response.request().postData()?.includes(RESOLVE) ?? false,
    );
    await open(`#/almanac/keeper/${stranger}`);
    await (await refused).finished();
    await page.getByText("This address has no account at the almanac.").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toMatch(/0x\w{4}…\w{4}/);
    expect(asked).toEqual([]);
    await open("#/?q=far.eth");
    await expect.poll(() => asked.length, { timeout: PATIENCE }).toBeGreaterThan(0);
    await names.neglect(false);
    expect(complaints).toEqual([]);
  });
});
