import { describe, expect, test } from "vitest";
import { openTerminal } from "../../keeper/terminal.ts";

/** A screen of one line's height, as far as a bar can tell. */
function openScreen(isTTY: boolean) {
  let text = "";
  const screen = {
    isTTY,
    columns: 120,
    write: (chunk: string) => {
      text += chunk;
      return true;
    },
  };
  return { screen, text: () => text };
}

describe("openTerminal", () => {
  test("default", async () => {
    const { screen, text } = openScreen(true);
    const terminal = openTerminal("info", screen);
    const bar = terminal.bar("painting epoch 7", 50);
    await expect.poll(text).toMatch(/ 0 %, 0 of 50, some time to go/);
    bar.to(25);
    terminal.log.info("half way");
    await expect.poll(text).toMatch(/painting epoch 7 =+-+ 50 %, 25 of 50/);
    bar.end();
    terminal.log.info("painted");
    terminal.close();
    const lines = text()
      .split("\n")
      .filter((line) => line.includes('"msg"'));
    expect(lines.map((line) => /"msg":"([^"]+)"/.exec(line)![1])).toEqual(["half way", "painted"]);
  });

  test("behavior: where nobody watches there are log lines and nothing else", () => {
    const { screen, text } = openScreen(false);
    const terminal = openTerminal("info", screen);
    const bar = terminal.bar("painting epoch 7", 50);
    bar.to(25);
    terminal.log.info("half way");
    bar.end();
    terminal.close();
    expect(text()).toMatch(/^\{.*"msg":"half way"\}\n$/);
  });

  test("behavior: what was logged under a bar is not lost when all ends at once", () => {
    const { screen, text } = openScreen(true);
    const terminal = openTerminal("info", screen);
    terminal.bar("painting epoch 7", 50);
    terminal.log.error("the end");
    terminal.close();
    expect(text()).toContain("the end");
  });
});
