import { type Address, encodeFunctionData, type Hex, keccak256, toHex } from "viem";
import { describe, expect } from "vitest";
import { modelsAbi } from "../../contracts/abi.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { packModel } from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";
import { NEWEST } from "../../web/queries/state.ts";
import { faultsInEveryLook } from "./axe.ts";
import { type Stage, tokenOf } from "./stage.ts";
import { connect, it, PATIENCE } from "./visitor.ts";

/** anvil's account that the development wallet signs with. */
const VISITOR = 6;
/** Whose plants the stage mints first. */
const HOLDER = 7;

/** Hands a plant of the stage's first holder to the visitor. */
async function give(stage: Stage, tokenId: number): Promise<void> {
  const holder = stage.wallet(HOLDER);
  const visitor = stage.wallet(VISITOR).account.address;
  await stage.send(
    holder.writeContract({
      ...tokenOf(stage),
      functionName: "transferFrom",
      args: [holder.account.address, visitor, BigInt(tokenId)],
      value: 0n,
    }),
  );
}

async function mintFor(stage: Stage, index: number): Promise<void> {
  const price = await stage.client.readContract({ ...tokenOf(stage), functionName: "price" });
  await stage.send(
    stage
      .wallet(index)
      .writeContract({ ...tokenOf(stage), functionName: "mint", args: [1n], value: price }),
  );
}

const registerCall = (model: Hex, engine: Address): Hex =>
  encodeFunctionData({ abi: modelsAbi, functionName: "register", args: [model, engine] });

/** What was chosen last of a plant, as the contract says. */
const chosenOf = (stage: Stage, tokenId: number) =>
  stage.client.readContract({
    ...tokenOf(stage),
    functionName: "stateAt",
    args: [BigInt(tokenId), NEWEST],
  });

describe("desk", () => {
  it("default: a holder moves a plant, sees the choice wait, and sees it count", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await give(stage, 0);
    await open("#/desk");
    await connect(page);
    await page.getByRole("navigation", { name: "Your plants" }).getByText("Plant 0").waitFor();
    await page.locator(".decisions[data-token='0']").waitFor();
    const home = (await chosenOf(stage, 0)).station;
    await page.getByLabel("Station").selectOption(String(1 - home));
    // Another plant comes: what was chosen for this one stays.
    await mintFor(stage, VISITOR);
    await page.getByRole("navigation", { name: "Your plants" }).getByText("2 plants").waitFor();
    await page.getByRole("button", { name: /^Move to / }).click();
    await page.getByText("A choice waits").waitFor();
    expect((await chosenOf(stage, 0)).station).toBe(1 - home);
    const [from] = await stage.client.readContract({
      ...tokenOf(stage),
      functionName: "pendingOf",
      args: [0n],
    });
    expect(from).toBeGreaterThan(0n);

    const epoch = await stage.passEpoch();
    expect(epoch).toBe(Number(from));
    await page.getByText("A choice waits").waitFor({ state: "detached" });
    // Its memory spans two stations at most: for a while there is no other move.
    await page.getByLabel("Station").selectOption(String(home));
    await page.getByText(/It has moved not long ago/).waitFor();
    expect(await page.getByRole("button", { name: /^Move to / }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("behavior: a moment is pinned, shown, and let go again", async ({ open, page, stage }) => {
    await give(stage, 1);
    await open("#/desk?plant=1");
    await connect(page);
    const slider = page.getByRole("slider", { name: "Epoch to keep" });
    await slider.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    const button = page.getByRole("button", { name: /^Pin epoch / });
    const epoch = Number((await button.textContent())!.replace(/\D/g, ""));
    await button.click();
    await page.getByText("A choice waits").waitFor();
    expect((await chosenOf(stage, 1)).pinnedEpoch).toBe(epoch);
    await stage.passEpoch();
    await page.getByText(`It shows epoch ${epoch}`).waitFor();
    await page.getByRole("button", { name: "Follow the weather again" }).click();
    await expect
      .poll(async () => (await chosenOf(stage, 1)).pinnedEpoch, { timeout: PATIENCE })
      .toBe(0);
  });

  it("behavior: another model is seen beside the present one before anything is signed", async ({
    open,
    page,
    stage,
  }) => {
    const models = { address: stage.contracts.Models!.address, abi: modelsAbi } as const;
    // Half the colour after its last layer: paler skies, and no sum that reaches further than before.
    const colours = stage.model.colours.with(
      -1,
      stage.model.colours.at(-1)!.map((weight) => Math.trunc(weight / 2)),
    );
    const paler = { ...stage.model, colours };
    const bytes = toHex(packModel(paler, keccak256(paintInteger(paler, SELF_TEST))));
    const [owner, [, , engine]] = await Promise.all([
      stage.client.readContract({ ...models, functionName: "owner" }),
      stage.client.readContract({ ...models, functionName: "modelOf", args: [0n] }),
    ]);
    await stage.client.impersonateAccount({ address: owner });
    await stage.client.setBalance({ address: owner, value: 10n ** 18n });
    await stage.send(
      stage.client.request({
        method: "eth_sendTransaction",
        params: [
          { from: owner, to: models.address, data: registerCall(bytes, engine), gas: "0xf42400" },
        ],
      } as never),
    );
    await give(stage, 2);
    await open("#/desk?plant=2");
    await connect(page);
    await stage.passEpoch();
    await page.getByLabel("Sky model").selectOption("1");
    const beside = page.locator(".beside .artwork");
    await expect
      .poll(() => page.locator(".beside canvas.painted").count(), { timeout: PATIENCE })
      .toBe(2);
    expect(await beside.count()).toBe(2);
    expect((await chosenOf(stage, 2)).model).toBe(0);
    await page.getByRole("button", { name: "Adopt sky model 1" }).click();
    await expect.poll(async () => (await chosenOf(stage, 2)).model, { timeout: PATIENCE }).toBe(1);
  });

  it("error: whoever does not hold a plant is told so before a wallet opens, and nothing changes", async ({
    open,
    page,
    stage,
  }) => {
    await open("#/desk?plant=7");
    await connect(page);
    const { station } = await chosenOf(stage, 7);
    await page.getByLabel("Station").selectOption(String(1 - station));
    await page.getByRole("button", { name: /^Move to / }).click();
    await page
      .getByText(/neither holds plant 7/)
      .first()
      .waitFor();
    expect((await chosenOf(stage, 7)).station).toBe(station);
  });

  it("behavior: the guard's hash is the contract's, and changes with a choice", async ({
    open,
    page,
    stage,
  }) => {
    const hashOf = () =>
      stage.client.readContract({ ...tokenOf(stage), functionName: "stateHash", args: [3n] });
    await open("#/desk?plant=3");
    const before = await hashOf();
    await page.locator(".hash", { hasText: before }).first().waitFor();
    const { station } = await chosenOf(stage, 3);
    await stage.send(
      stage.wallet(HOLDER).writeContract({
        ...tokenOf(stage),
        functionName: "move",
        args: [3n, BigInt(1 - station)],
      }),
    );
    const after = await hashOf();
    expect(after).not.toBe(before);
    await page.locator(".hash", { hasText: after }).first().waitFor();
  });

  it("behavior: a watched plant is told of when an epoch changes it, and no other", async ({
    visit,
    stage,
  }) => {
    const { context, open, page } = await visit();
    await context.grantPermissions(["notifications"]);
    // The browser's own notices cannot be read from a page, so what is asked of it is written down.
    await context.addInitScript(() => {
      const told: string[] = [];
      class Recorded {
        static permission = "granted";
        static requestPermission = async () => "granted";
        constructor(title: string, { body }: { body: string }) {
          told.push(`${title}: ${body}`);
        }
      }
      Object.assign(window, { Notification: Recorded, told });
    });
    const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
    await open("#/desk?plant=4");
    await page.getByLabel(/Tell me when .* changes$/).check();
    // Who is to be told looks at something else by then.
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await stage.passEpoch();
    await expect.poll(async () => (await told()).length, { timeout: PATIENCE }).toBe(1);
    expect((await told())[0]).toMatch(/#4 has changed: .+ °C$/);
    // What changes while no tab is open is told at the next visit, once.
    await page.goto("about:blank");
    await stage.passEpoch();
    await open("#/desk?plant=4");
    await expect.poll(async () => (await told()).length, { timeout: PATIENCE }).toBe(1);
    await page.getByLabel(/Tell me when .* changes$/).uncheck();
    await stage.passEpoch();
    await page.reload();
    await page.getByLabel(/Tell me when .* changes$/).waitFor();
    expect(await told()).toEqual([]);
  });

  it("behavior: where only the service worker may notify, as on phones, it does", async ({
    visit,
    stage,
  }) => {
    const { context, open, page } = await visit({ serviceWorkers: "allow" });
    await context.addInitScript(() => {
      const told: unknown[] = [];
      class Refused {
        static permission = "granted";
        static requestPermission = async () => "granted";
        constructor() {
          throw new TypeError("Illegal constructor");
        }
      }
      ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
        told.push([title, options?.data]);
      };
      Object.assign(window, { Notification: Refused, told });
    });
    await open("#/desk?plant=4");
    await page.getByLabel(/Tell me when .* changes$/).check();
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await stage.passEpoch();
    const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told);
    await expect
      .poll(told, { timeout: PATIENCE })
      .toEqual([[expect.stringMatching(/#4 has changed$/), "#/token/4"]]);
  });

  it("behavior: breaks no rule of WCAG 2.2 AA, and fits a phone", async ({ open, page, stage }) => {
    const { address } = stage.wallet(HOLDER).account;
    await open(`#/desk?of=${address}&plant=3`);
    await page.getByRole("slider", { name: "Epoch to keep" }).waitFor();
    await page.getByRole("navigation", { name: "Plants of this address" }).waitFor();
    expect(await faultsInEveryLook(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, "on a phone").toBeLessThanOrEqual(0);
  });
});
