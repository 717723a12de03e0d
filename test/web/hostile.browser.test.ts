import { type Abi, type Address, encodeFunctionData } from "viem";
import { describe, expect } from "vitest";
import { choicesAbi, climateAbi, heliotropeAbi } from "../../contracts/abi.ts";
import type { Stage } from "./stage.ts";
import { it } from "./visitor.ts";
import { watch } from "./watch.ts";

/** The account of anvil whose plants the stage mints first. */
const HOLDER = 7;

/** A station's name has room for 31 bytes, the collection's texts for more. */
const NAME = "<img src=//e onerror=hacked=1>";
const TEXT = `${NAME}<script>hacked=1</script>"'\u202e]]>`;

/** The owner is a timelock, which has no key; anvil lets it speak all the same. */
async function asOwner(
  { client, send }: Stage,
  to: Address,
  call: { abi: Abi; functionName: string; args: readonly unknown[] },
): Promise<void> {
  const from = await client.readContract({
    address: to,
    abi: heliotropeAbi,
    functionName: "owner",
  });
  await client.impersonateAccount({ address: from });
  await client.setBalance({ address: from, value: 10n ** 18n });
  const data = encodeFunctionData(call);
  await send(client.sendUnsignedTransaction({ from, to, data }));
}

describe("hostile names", () => {
  it("error: what an owner calls a station is text wherever it stands; nothing runs, nothing is fetched", async ({
    open,
    page,
    stage,
    complaints,
  }) => {
    const { contracts, client } = stage;
    const climate = { address: contracts.Climate!.address, abi: climateAbi } as const;
    const token = { address: contracts.Heliotrope!.address, abi: heliotropeAbi } as const;
    const station = await client.readContract({ ...climate, functionName: "stationCount" });
    await asOwner(stage, climate.address, {
      abi: climateAbi,
      functionName: "addStation",
      args: [NAME, 0, 0],
    });
    await asOwner(stage, token.address, {
      abi: heliotropeAbi,
      functionName: "setNames",
      args: [TEXT, TEXT, TEXT],
    });
    const moved = {
      address: token.address,
      abi: choicesAbi,
      functionName: "move",
      args: [0n, station],
    } as const;
    await stage.send(stage.wallet(HOLDER).writeContract(moved));
    for (let i = 0; i < 3; i++) await stage.passEpoch();

    const deeds = await watch(page, stage.url);
    await open("#/token/0");
    await page.locator("canvas.painted").first().waitFor();
    expect(await page.locator("main").textContent()).toContain("<img src=");
    const spelt = ":text('<img src')";
    const places = [
      ["", `.wall ${spelt}`],
      ["#/climate", `.stations ${spelt}`],
      [`#/climate/station/${station}`, `h2${spelt}`],
      ["#/desk?plant=0", `option${spelt}`],
      ["#/almanac", ".keepers tbody tr"],
    ] as const;
    for (const [path, shown] of places) {
      await open(path);
      await page.locator(shown).first().waitFor({ state: "attached" });
      expect(await page.evaluate(() => "hacked" in window), path).toBe(false);
      expect(await page.locator('main img[src^="http"], main script').count(), path).toBe(0);
    }
    expect(deeds).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
