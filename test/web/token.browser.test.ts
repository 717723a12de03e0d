import { toFunctionSelector, toHex } from "viem";
import { describe, expect } from "vitest";
import { climateAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { faultsInEveryLook } from "./axe.ts";
import { SUBJECT } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

describe("token", () => {
  it("default: the scrubber goes back through the weather, and the picture follows", async ({
    complaints,
    open,
    page,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    const slider = page.getByRole("slider");
    await slider.waitFor();
    const now = await article.getAttribute("data-epoch");
    const pictureNow = await page.locator(".stage img").getAttribute("src");
    await slider.focus();
    await page.keyboard.press("Home");
    await expect
      .poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE })
      .not.toBe(now);
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/20\d\d.*°C/);
    expect(await page.locator(".stage img").getAttribute("src")).not.toBe(pictureNow);
    const features = await page.locator(".why > .causes strong").allTextContents();
    expect(features.length).toBeGreaterThan(1);
    const seen = (await page.locator(".stage img").getAttribute("alt")) ?? "";
    expect(seen.split("To be seen: ")[1]?.split("; ")).toHaveLength(features.length);
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await expect.poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE }).toBe(now);
    expect(complaints).toEqual([]);
  });

  it("behavior: while time runs the chain is asked for nothing, and the address follows once it rests", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    const slider = page.getByRole("slider");
    await slider.waitFor();
    await page.locator(".stage canvas.painted").waitFor();
    await page.locator("#provenance").waitFor();
    const bodies: string[] = [];
    page.on("request", (request) => bodies.push(request.postData() ?? ""));
    await page.locator(".timeline").getByRole("combobox", { name: "Speed" }).selectOption("1");
    await page.getByRole("button", { name: "Play" }).click();
    const last = await slider.getAttribute("max");
    await expect.poll(() => slider.inputValue(), { timeout: PATIENCE }).not.toBe(last);
    await expect
      .poll(async () => Number(await slider.inputValue()), { timeout: PATIENCE })
      .toBeGreaterThan(0);
    const asked = bodies.join();
    // Nothing that a scene is gathered from was asked for, not inside a batch either.
    const gathering = ["stateAt", "stayAt", "observationAt", "observationsBetween"];
    const views = [...heliotropeAbi, ...climateAbi].filter((item) => item.type === "function");
    for (const name of gathering) {
      const view = views.find((each) => each.name === name)!;
      expect(asked.includes(toFunctionSelector(view).slice(2)), name).toBe(false);
    }
    await page.getByRole("button", { name: "Pause" }).click();
    await expect.poll(() => page.url(), { timeout: PATIENCE }).toContain("/epoch/");
    const past = page.url().split("/epoch/")[1];
    await expect.poll(() => article.getAttribute("data-moving"), { timeout: PATIENCE }).toBeNull();
    expect(await article.getAttribute("data-epoch")).toBe(past);
    // What is shown is what the contract says of that epoch.
    const { condition } = await stage.skyInputs(Number(past), SUBJECT);
    await expect
      .poll(() => page.locator(".stage canvas").first().getAttribute("data-sky"), {
        timeout: PATIENCE,
      })
      .toContain(condition.slice(2));
  });

  it("behavior: played, it runs from its birth to the present, and stops there", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    const slider = page.getByRole("slider");
    await slider.waitFor();
    const last = Number(await slider.getAttribute("max"));
    // It lasts a second, in which a busy machine may not come to ask: so every moment is written down.
    await article.evaluate((element: HTMLElement) => {
      const moments: string[] = [];
      new MutationObserver(() => moments.push(element.dataset.moment ?? "none")).observe(element, {
        attributeFilter: ["data-moment"],
      });
      Object.assign(window, { moments });
    });
    await page.locator(".timeline").getByRole("combobox", { name: "Speed" }).selectOption("12");
    await page.getByRole("button", { name: "Play" }).click();
    const moments = () => page.evaluate(() => (window as unknown as { moments: string[] }).moments);
    await expect.poll(moments, { timeout: PATIENCE }).toEqual(["past", "now"]);
    expect(await slider.inputValue()).toBe(String(last));
    await page.getByRole("button", { name: "Play" }).waitFor();
    await expect.poll(() => article.getAttribute("data-moving"), { timeout: PATIENCE }).toBeNull();
    expect(await article.getAttribute("data-moment")).toBe("now");
    expect(page.url()).not.toContain("/epoch/");
    expect(last).toBeGreaterThanOrEqual(Object.keys(stage.epochs).length);
  });

  it("behavior: a year ahead is a forecast, and called one", async ({ complaints, open, page }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    await page.getByRole("slider").waitFor();
    const now = Number(await article.getAttribute("data-epoch"));
    const picture = await page.locator(".stage img").first().getAttribute("src");
    await page.getByRole("button", { name: "The year ahead" }).click();
    await page.getByRole("slider").focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.url(), { timeout: PATIENCE }).toContain("?ahead=1252");
    expect(Number(await article.getAttribute("data-epoch"))).toBe(now + 1_252);
    await page.getByText("A forecast. Sun, moon, season and age").waitFor();
    expect(await page.locator(".stage img").first().getAttribute("src")).not.toBe(picture);
    // A link to it is a forecast too.
    await page.reload();
    await page.getByText("A forecast. Sun, moon, season and age").waitFor();
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await expect.poll(() => article.getAttribute("data-moment"), { timeout: PATIENCE }).toBe("now");
    expect(complaints).toEqual([]);
  });

  it("behavior: looking at a cause lights what it has done, and the drawing stays the contract's", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}`);
    await page.locator(".stage canvas.painted").waitFor();
    const drawn = await page.locator(".stage img").first().getAttribute("src");
    const layer = decodeURIComponent(drawn!.slice(drawn!.indexOf(",") + 1));
    expect(await stage.contractSvg(SUBJECT)).toContain(layer.slice(layer.indexOf("</desc>") + 7));
    const cause = page.locator(".why .causes button").first();
    await cause.hover();
    const spotlight = page.locator(".spotlight");
    await spotlight.waitFor();
    expect(Number(await spotlight.getAttribute("data-marks"))).toBeGreaterThan(0);
    await page.locator("h1").hover();
    await expect.poll(() => spotlight.count(), { timeout: PATIENCE }).toBe(0);
    // By keyboard: focus lights, Enter keeps the light on, Escape takes it away.
    await cause.focus();
    await spotlight.waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("slider").focus();
    await spotlight.waitFor();
    expect(await cause.getAttribute("aria-pressed")).toBe("true");
    await page
      .locator(".why [role=status]", {
        hasText: /lit is what would look different|nothing in this picture/,
      })
      .waitFor();
    expect(await page.locator(".stage img").first().getAttribute("src")).toBe(drawn);
    await cause.focus();
    await page.keyboard.press("Escape");
    await page.getByRole("slider").focus();
    await expect.poll(() => spotlight.count(), { timeout: PATIENCE }).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("behavior: a holder's choice is seen at once, counts from the next epoch, and stays told", async ({
    open,
    page,
    stage,
  }) => {
    const token = { address: stage.contracts.Heliotrope!.address, abi: heliotropeAbi } as const;
    const [, state] = await stage.client.readContract({
      ...token,
      functionName: "pendingOf",
      args: [BigInt(SUBJECT)],
    });
    expect(state.decisions).toBe(0);
    await open(`#/token/${SUBJECT}`);
    await page.getByText("Nothing yet. It stands where it was born").waitFor();
    const home = (await page.locator(".choices .events li").last().textContent()) ?? "";
    const [from, to] = home.includes("Seattle") ? ["Seattle", 1n] : ["New York", 0n];
    await stage.send(
      stage
        .wallet(7)
        .writeContract({ ...token, functionName: "move", args: [BigInt(SUBJECT), to] }),
    );
    await page.getByText("Chosen and waiting: move to").waitFor();
    await expect
      .poll(() => page.locator(".kind").textContent(), { timeout: PATIENCE })
      .toContain(from);
    const stops = Number(await page.getByRole("slider").getAttribute("max"));
    await stage.passEpoch();
    await expect
      .poll(() => page.locator(".kind").textContent(), { timeout: PATIENCE })
      .not.toContain(from);
    // Its time has become one epoch longer.
    await expect
      .poll(() => page.getByRole("slider").getAttribute("max"), { timeout: PATIENCE })
      .toBe(String(stops + 1));
    await page
      .locator(".choices .events li")
      .first()
      .getByText(/^Move to /)
      .first()
      .waitFor();
    await page
      .locator(".choices .behind")
      .getByText(/transaction/)
      .waitFor();
    expect(await page.getByText("Chosen and waiting").count()).toBe(0);
    await page.getByRole("rowheader", { name: "Grafts" }).waitFor();
  });

  it("behavior: a lit cause and a forecast break no rule of WCAG 2.2 AA, and fit a phone", async ({
    open,
    page,
  }) => {
    await open(`#/token/${SUBJECT}?ahead=3`);
    await page.locator(".stage canvas.painted").waitFor();
    await page.getByText("Everything else that can be seen").click();
    await page.locator(".why .causes button").first().click();
    await page.locator(".spotlight").waitFor();
    expect(await faultsInEveryLook(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, "on a phone").toBeLessThanOrEqual(0);
  });

  it("behavior: a node without logs has the whole past all the same", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}`);
    await page.locator(".stage img").waitFor();
    await page.goto("about:blank");
    stage.rpc.failWith({ code: -32_000, message: "no" }, "eth_getLogs");
    await open(`#/token/${SUBJECT}`);
    // The history of the weather is read from views: no log is needed for it.
    await page.getByRole("slider").waitFor();
    await page.locator(".choices .events li").first().waitFor();
    expect(await page.locator("article.token .notice.bad").count()).toBe(0);
  });

  it("behavior: a past moment can be kept once it has been read, and the present is not kept in its place", async ({
    open,
    page,
    stage,
  }) => {
    const past = toHex(stage.epochs.honest, { size: 32 }).slice(2);
    const lives = toFunctionSelector("observationsBetween(uint256,uint256,uint256)").slice(2);
    const held: (() => void)[] = [];
    await page.route("**/rpc", async (route) => {
      const asked = route.request().postData() ?? "";
      if (asked.includes(past) || asked.includes(lives)) {
        await new Promise<void>((resolve) => held.push(resolve));
      }
      await route.fallback();
    });
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    const article = page.locator(`article.token`);
    await article.getByText("Reading the moment before it can be kept.").waitFor();
    const save = page.getByRole("button", { name: "Save the picture" });
    expect(await save.count()).toBe(0);
    await page.unroute("**/rpc");
    for (const release of held) release();
    await save.waitFor();
    expect(await article.getAttribute("data-epoch")).toBe(String(stage.epochs.honest));
  });

  it("behavior: a link to an epoch without weather shows the present, and says so", async ({
    complaints,
    open,
    page,
  }) => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    await page.getByRole("slider").waitFor();
    const now = await article.getAttribute("data-epoch");
    await open(`#/token/${SUBJECT}/epoch/99999999`);
    await page.getByText("No weather was accepted for epoch 99999999").waitFor();
    await expect.poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE }).toBe(now);
    expect(await page.locator("header .notice").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("error: a plant that does not exist is said to be missing", async ({ open, page }) => {
    await open("#/token/9999");
    await page.getByRole("heading", { name: "There is no plant 9999 yet" }).waitFor();
  });
});
