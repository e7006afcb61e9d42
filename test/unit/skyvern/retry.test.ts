import { SkyvernError, type SkyvernErrorKind } from "../../../src/errors";
import { maximumAttempts, retryAfterSeconds, retryDelay } from "../../../src/skyvern/retry";

const error = (kind: SkyvernErrorKind, context = {}) => new SkyvernError(kind, "…", context);

describe("a failed call that changes nothing, or the same thing twice", () => {
  it.each([
    ["network", {}],
    ["timeout", {}],
    ["unavailable", { status: 500 }],
    ["unavailable", { status: 502 }],
    ["unavailable", { status: 503 }],
  ] as const)("is repeated after %s %j", (kind, context) => {
    expect(retryDelay(error(kind, context), true, 1, 0)).toBe(125);
  });

  it.each([
    "configuration",
    "unauthorized",
    "not-found",
    "plan-limit",
    "invalid",
    "unsupported",
    "unexpected-response",
  ] as const)("is not repeated after %s: it would fail again", (kind) => {
    expect(retryDelay(error(kind), true, 1, 0)).toBeUndefined();
  });
});

describe("a failed call that would do it twice", () => {
  it.each([
    ["network", {}],
    ["timeout", {}],
    ["unavailable", { status: 500 }],
    ["unavailable", { status: 503 }],
    ["unavailable", { status: 503, retryAfterSeconds: 1 }],
    ["unavailable", { status: 408 }],
  ] as const)("is not repeated after %s %j", (kind, context) => {
    expect(retryDelay(error(kind, context), false, 1, 0)).toBeUndefined();
  });

  it.each([
    ["network", { didNothing: true }],
    ["timeout", { didNothing: true }],
    ["unavailable", { status: 429, didNothing: true }],
  ] as const)("is repeated after %s %j, which provably did nothing", (kind, context) => {
    expect(retryDelay(error(kind, context), false, 1, 0)).toBe(125);
  });
});

describe("the pause before a repetition", () => {
  it("doubles each time, and is between half and all of it", () => {
    const between = (attempt: number) =>
      [0, 1].map((random) => retryDelay(error("network"), true, attempt, random));
    expect([1, 2, 3, 4].map(between)).toEqual([
      [125, 250],
      [250, 500],
      [500, 1000],
      [1000, 2000],
    ]);
  });

  it("is at least what the server asked for, and a little more", () => {
    const asked = error("unavailable", { status: 429, didNothing: true, retryAfterSeconds: 2 });
    expect(retryDelay(asked, false, 1, 0)).toBe(2000);
    expect(retryDelay(asked, false, 4, 1)).toBe(2250);
    expect(retryDelay(error("unavailable", { status: 503, retryAfterSeconds: 0 }), true, 1, 0)).toBe(0);
  });

  it("is never longer than a minute: then the call fails", () => {
    const asked = (seconds: number) =>
      retryDelay(error("unavailable", { status: 503, retryAfterSeconds: seconds }), true, 1, 0);
    expect(asked(60)).toBe(60_000);
    expect(asked(61)).toBeUndefined();
  });

  it("ends after five attempts, and after two whole time limits", () => {
    expect(maximumAttempts).toBe(5);
    expect(retryDelay(error("network"), true, 5, 0)).toBeUndefined();
    expect(retryDelay(error("unavailable", { status: 429 }), true, 5, 0)).toBeUndefined();
    expect(retryDelay(error("timeout"), true, 2, 0)).toBeUndefined();
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");

  it.each([
    ["5", 5],
    [" 5 ", 5],
    ["0", 0],
    ["120", 120],
    ["Sun, 22 Nov 2026 10:00:30 GMT", 30],
    ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
  ])("%j means %d seconds", (header, seconds) => expect(retryAfterSeconds(header, now)).toBe(seconds));

  it.each([undefined, "", "soon", "5s"])("%j is ignored", (header) => {
    expect(retryAfterSeconds(header, now)).toBeUndefined();
  });

  it.each(["1.5", "-1", "+5"])("%j is neither seconds nor a date, and is ignored", (header) => {
    expect(retryAfterSeconds(header, now)).toBeUndefined();
  });
});
