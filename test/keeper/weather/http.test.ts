import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RetryableError } from "../../../keeper/errors.ts";
import { ask, PauseError } from "../../../keeper/weather/http.ts";
import { json, openService, type Reply, raw, type Service } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

const asking = (reply: Reply, more = {}) => {
  service.reply = reply;
  return ask({ url: service.url, userAgent: "heliotrope-keeper/0.1 me@example.org", ...more });
};

describe("ask", () => {
  test("default", async () => {
    const headers = {
      date: "Tue, 16 Jun 2026 06:00:00 GMT",
      expires: "Tue, 16 Jun 2026 06:31:00 GMT",
      "last-modified": "Tue, 16 Jun 2026 05:59:00 GMT",
    };
    expect(await asking(json({ a: 1 }, headers))).toEqual({
      body: { a: 1 },
      lastModified: "Tue, 16 Jun 2026 05:59:00 GMT",
      freshSeconds: 1_860,
    });
    expect(service.asked.at(-1)!.headers["user-agent"]).toBe(
      "heliotrope-keeper/0.1 me@example.org",
    );
  });

  test("behavior: what has not changed is not sent again", async () => {
    const since = "Tue, 16 Jun 2026 05:59:00 GMT";
    const { body } = await asking(
      (response, request) =>
        response.writeHead(request.headers["if-modified-since"] === since ? 304 : 500).end(),
      { ifModifiedSince: since },
    );
    expect(body).toBeNull();
  });

  test("behavior: nothing to say is nothing", async () => {
    expect((await asking(raw(204, ""))).body).toBeNull();
  });

  const slow: Reply = (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(timer));
  };
  const truncated: Reply = (response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"latitude": 47.6, "hourly": {"ti');
    setTimeout(() => response.destroy(), 20);
  };
  const cut: Reply = (response) => response.writeHead(200).end('{"latitude": 47.6, "hourly": {"ti');
  const flood: Reply = (response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(65_536, 32);
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", pour);
    pour();
  };
  test.each<[string, Reply, string]>([
    [
      "400, with a reason",
      raw(400, '{"error":true,"reason":"Latitude must be in range of -90 to 90"}'),
      "it answers HTTP 400: Latitude must be in range of -90 to 90",
    ],
    ["400, with a page", raw(400, "<html>Bad request</html>"), "it answers HTTP 400"],
    ["403", raw(403, ""), "WEATHER_CONTACT may not say who asks"],
    ["404", raw(404, ""), "it answers HTTP 404"],
    ["500", raw(500, "oh"), "it answers HTTP 500"],
    ["a truncated body", truncated, "did not arrive whole"],
    ["a body that was cut before it was sent", cut, "is not JSON"],
    ["NaN", raw(200, '{"temp": NaN}'), "is not JSON"],
    ["a page where JSON was expected", raw(200, "<html></html>"), "is not JSON"],
    ["a slow body", slow, "did not answer within 0.2 s"],
    ["no answer at all", () => {}, "did not answer within 0.2 s"],
    ["a flood", flood, "is larger than 4 MB"],
    ["304 without having asked for it", raw(304, ""), "it answers HTTP 304"],
  ])("error: %s", async (name, reply, message) => {
    const timeoutMs = /slow|no answer/.test(name) ? 200 : 5_000;
    const error = await asking(reply, { timeoutMs }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryableError);
    expect((error as Error).message).toContain(message);
  });

  test("error: 429 says when to come back", async () => {
    const reason = '{"error":true,"reason":"Minutely API request limit exceeded."}';
    const error = await asking(raw(429, reason, { "retry-after": "120" })).catch((e) => e);
    expect(error).toBeInstanceOf(PauseError);
    expect(error).toMatchObject({
      seconds: 120,
      message: "it asks us to come back later (HTTP 429): Minutely API request limit exceeded.",
    });
    expect(await asking(raw(429, "")).catch((e) => e.seconds)).toBe(60);
  });

  test("error: nobody is there", async () => {
    const error = ask({ url: "http://127.0.0.1:9/", userAgent: "x" });
    await expect(error).rejects.toThrow("did not arrive whole");
  });
});
