// A link that is sent with a picture: what a keeper's page shows to those who preview it, and where it leads.
import { describe, expect } from "vitest";
import { serve } from "../../tools/demo/serve.ts";
import { serveCards } from "./stage/cards.ts";
import { anyPort } from "./stage/ports.ts";
import { pageIn } from "./stage/scenery.ts";
import { type Stage, SUBJECT } from "./stage.ts";
import { it as visited } from "./visitor.ts";

/** The stage's page once more, with a keeper behind it that has cards of one epoch. */
const it = visited.extend("site", { scope: "file" }, async ({ stage, scenery }, { onCleanup }) => {
  const port = await anyPort();
  const url = `http://127.0.0.1:${port}`;
  const keeper = await serveCards(stage, stage.stories.honest, url);
  const server = await serve(
    {
      folder: pageIn(scenery),
      deployment: { ...deploymentOf(stage), rpc: "/rpc", keepers: [""], development: true },
      rpcUrl: stage.rpcUrl,
      keeperUrl: keeper.url,
    },
    port,
  );
  onCleanup(async () => {
    server.closeAllConnections();
    server.close();
    await keeper.close();
  });
  return url;
});

const deploymentOf = ({ contracts }: Stage) => ({ chainId: 31_337, startBlock: 0, contracts });

describe("sending a link with a picture", () => {
  it("default: the keeper's page previews as the moment, and leads a browser to it", async ({
    site,
    stage,
    visit,
  }) => {
    const habits = { permissions: ["clipboard-read", "clipboard-write"] };
    const { page, newTab, complaints } = await visit(habits);
    const path = `${SUBJECT}/epoch/${stage.epochs.honest}`;
    await page.goto(`${site}/#/token/${path}`);
    await page.getByRole("button", { name: "Send it with a picture" }).click();
    await page.getByText("Copied. Where it is shown there is a picture").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${site}/share/${path}`);

    const html = await (await fetch(link)).text();
    const [, card] = /property="og:image" content="([^"]+)"/.exec(html) ?? [];
    const image = await fetch(card!);
    expect(card).toContain(`${site}/api/epochs/`);
    expect(image.headers.get("content-type")).toBe("image/jpeg");

    const tab = await newTab();
    await tab.goto(link);
    await tab.waitForURL(`${site}/#/token/${path}`);
    await tab.locator(`article.token[data-epoch="${stage.epochs.honest}"]`).waitFor();
    expect(complaints).toEqual([]);
  });

  it("behavior: a link to the app itself previews as the collection", async ({ site }) => {
    const html = await (await fetch(`${site}/`)).text();
    const contentOf = (property: string) =>
      new RegExp(`property="${property}" content="([^"]*)"`).exec(html)?.[1];
    expect(contentOf("og:title")).toBe("Heliotrope");
    const card = await fetch(new URL(contentOf("og:image")!, `${site}/`));
    expect(card.headers.get("content-type")).toBe("image/jpeg");
  });

  it("behavior: whoever runs no scripts sees the card, the words and the link", async ({
    site,
    visit,
  }) => {
    const { page, complaints } = await visit({ javaScriptEnabled: false });
    await page.goto(`${site}/share/${SUBJECT}`);
    await page.getByRole("heading", { name: `Heliotrope #${SUBJECT}` }).waitFor();
    const width = (image: HTMLImageElement) => image.naturalWidth;
    await expect.poll(() => page.locator("img").evaluate(width)).toBe(1_200);
    const on = page.getByRole("link", { name: "See it live" });
    expect(await on.getAttribute("href")).toBe(`${site}/#/token/${SUBJECT}`);
    expect(complaints).toEqual([]);
  });

  it("behavior: of a moment without a card the newest is sent, and that is said", async ({
    site,
    stage,
    visit,
  }) => {
    const { page } = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${site}/#/token/${SUBJECT}/epoch/${stage.epochs.unserved}`);
    await page.getByRole("button", { name: "Send it with a picture" }).click();
    await page.getByText("No keeper has a picture of this moment").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${site}/share/${SUBJECT}`);
  });

  it("error: a keeper that is down, or leads elsewhere, is not sent to anybody", async ({
    site,
    stage,
    visit,
  }) => {
    const { page } = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
    const path = `token/${SUBJECT}/epoch/${stage.epochs.honest}`;
    const plain = `${site}/#/${path}`;
    const sent = async () => {
      await page.goto("about:blank");
      await page.goto(plain);
      await page.getByRole("button", { name: "Send it with a picture" }).click();
      await page.getByText("No keeper has a page of this plant").waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    await page.route("**/share/**", (route) => route.abort());
    expect(await sent()).toBe(plain);
    await page.unrouteAll();
    for (const href of [`https://e.example/#/token/9`, `javascript:alert(1)//#/${path}`, "#/"]) {
      const body = `<a id="on" href="${href}">See it live</a>`;
      await page.route("**/share/**", (route) => route.fulfill({ contentType: "text/html", body }));
      expect(await sent(), href).toBe(plain);
      await page.unrouteAll();
    }
  });
});
