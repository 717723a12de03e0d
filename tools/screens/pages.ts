// What is photographed: every page, where it is, and when it is ready.
import type { Page } from "playwright-core";
import { addressOf } from "../demo/cast.ts";

export interface Subject {
  /** Names the files, and the row in docs/web.md. */
  name: string;
  title: string;
  path: string;
  /** Something that is there once the page has what it wants to show. */
  ready: string;
  /** Where the picture begins, if not at the top of the page. */
  from?: string;
  /** What a visitor does before the picture is taken. */
  act?: (page: Page) => Promise<void>;
}

const PAINTED = "canvas.painted";

export const SUBJECTS: readonly Subject[] = [
  { name: "gallery", title: "The collection", path: "", ready: `.wall ${PAINTED}` },
  { name: "token", title: "One plant", path: "#/token/0", ready: PAINTED },
  {
    name: "verified",
    title: "A plant, verified on this machine",
    path: "#/token/0",
    ready: PAINTED,
    from: ".verify",
    act: async (page) => {
      await page.getByRole("button", { name: "Verify on this machine" }).first().click();
      await page.locator("[data-verdict]").first().waitFor();
    },
  },
  { name: "climate", title: "Climate", path: "#/climate", ready: "main svg" },
  { name: "almanac", title: "The almanac", path: "#/almanac", ready: ".stem" },
  {
    name: "keeper",
    title: "One keeper",
    path: `#/almanac/keeper/${addressOf("keeper")}`,
    ready: "main h1",
  },
  { name: "playground", title: "Playground", path: "#/playground", ready: PAINTED },
  { name: "mint", title: "Mint", path: "#/mint", ready: "main form" },
  {
    name: "desk",
    title: "A holder's desk",
    path: "#/mint",
    ready: "main form",
    act: async (page) => {
      await connect(page);
      await page.evaluate(() => {
        location.hash = "#/desk";
      });
      await page.locator(".decisions").waitFor();
    },
  },
  { name: "check", title: "Check a picture", path: "#/check", ready: "main h1" },
  {
    name: "silence",
    title: "The node does not answer",
    path: "",
    ready: "h1",
    act: async (page) => {
      await page.route("**/rpc", (route) => route.abort());
      await page.reload();
      await page.getByRole("heading", { name: "The chain cannot be reached" }).waitFor();
    },
  },
];

/** Connects the wallet of the local chain. */
export async function connect(page: Page): Promise<void> {
  await page.locator("main form").getByRole("button", { name: "Connect a wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Development wallet" }).click();
  await page
    .locator("main form")
    .getByRole("button", { name: /^Mint \d/ })
    .waitFor();
}

/** Mints a plant for the wallet of the local chain, and waits until a keeper has germinated it. */
export async function mintOne(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/mint`);
  await connect(page);
  await page.getByRole("button", { name: "Mint 1 plant" }).click();
  await page.getByText("Germinated", { exact: true }).waitFor({ timeout: 180_000 });
}
