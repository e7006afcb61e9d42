import { createHmac } from "node:crypto";
import { SkyvernError } from "../../../src/errors";
import { verifyWebhook, type WebhookHeaders, type WebhookOptions } from "../../../src/webhook";

const body = '{"run_id":"wr_1","status":"completed","output":{"größe":1}}';
/** Computed with Python's `hmac`, as the server does, for the key `key-1`. */
const signature = "dc6b508c29c29429e95ab258d58e78997fa6c05eb8b87e18e6abc2fb0d9fdb84";
const now = new Date("2027-01-04T08:00:00Z");
const seconds = now.getTime() / 1000;
const signed = { "x-skyvern-signature": signature, "x-skyvern-timestamp": String(seconds) };

const sign = (text: string | Uint8Array, key = "key-1") =>
  createHmac("sha256", key).update(text).digest("hex");
const verify = (
  text: string | Uint8Array = body,
  headers: WebhookHeaders = signed,
  key: string | readonly string[] = "key-1",
  options: WebhookOptions = {},
) => verifyWebhook(text, headers, key, { now, ...options });

function refusalOf(work: () => unknown): readonly [string, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof SkyvernError) return [error.kind, error.message];
    throw error;
  }
  return ["accepted", ""];
}

describe("a webhook that Skyvern signed", () => {
  it("is read, with the names of this package and those of the API", () => {
    const full = JSON.stringify({
      run_id: "wr_1",
      status: "failed",
      workflow_id: "wpid_1",
      output: { total: 3 },
      failure_reason: "The portal is closed.",
      app_url: "https://app.example/runs/wr_1",
      attempts: [],
    });
    expect(verify(full, { ...signed, "x-skyvern-signature": sign(full) })).toEqual({
      runId: "wr_1",
      status: "failed",
      workflowId: "wpid_1",
      output: { total: 3 },
      failureReason: "The portal is closed.",
      appUrl: "https://app.example/runs/wr_1",
      payload: JSON.parse(full),
    });
  });

  it("is accepted as Python signs it, with letters beyond ASCII, as text and as bytes", () => {
    const run = { runId: "wr_1", status: "completed", workflowId: undefined, output: { größe: 1 } };
    expect(verify()).toMatchObject(run);
    expect(verify(Buffer.from(body))).toMatchObject(run);
    // A part of a larger buffer, as servers give it.
    expect(verify(new Uint8Array(Buffer.from(`xx${body}yy`)).subarray(2, -2))).toMatchObject(run);
  });

  it.each<[string, WebhookHeaders]>([
    ["of fetch", new Headers(signed)],
    [
      "with other case",
      { "X-Skyvern-Signature": signature.toUpperCase(), "X-SKYVERN-TIMESTAMP": String(seconds) },
    ],
    ["in lists of one", { "x-skyvern-signature": [signature], "x-skyvern-timestamp": [String(seconds)] }],
  ])("is accepted with headers %s", (_, headers) => {
    expect(verify(body, headers).runId).toBe("wr_1");
  });

  it("is accepted with any of several keys, for a rotation", () => {
    expect(verify(body, signed, ["key-2", "key-1"]).runId).toBe("wr_1");
  });

  it.each([
    [300, {}],
    [-300, {}],
    [86_400, { maxAgeSeconds: 86_400 }],
    [10 * 365 * 86_400, { maxAgeSeconds: Number.POSITIVE_INFINITY }],
  ])("is accepted if its time is %d seconds ago, within the limit", (ago, options) => {
    expect(
      verify(body, { ...signed, "x-skyvern-timestamp": String(seconds - ago) }, "key-1", options).runId,
    ).toBe("wr_1");
  });
});

describe("a webhook that is not from Skyvern", () => {
  const mismatch =
    "The webhook is refused: x-skyvern-signature does not match. Pass the body exactly as it was received, and the API key of the organisation that started the run.";

  it.each<[string, () => unknown, string]>([
    ["another key", () => verify(body, signed, "key-2"), mismatch],
    ["another body", () => verify(body.replace("wr_1", "wr_2")), mismatch],
    ["one more blank", () => verify(`${body} `), mismatch],
    [
      "a signature of zeros",
      () => verify(body, { ...signed, "x-skyvern-signature": "0".repeat(64) }),
      mismatch,
    ],
    [
      "a signature of another length",
      () => verify(body, { ...signed, "x-skyvern-signature": signature.slice(2) }),
      mismatch,
    ],
    [
      "a signature that is not hexadecimal",
      () => verify(body, { ...signed, "x-skyvern-signature": "z".repeat(64) }),
      mismatch,
    ],
    [
      "two signatures",
      () => verify(body, { ...signed, "x-skyvern-signature": [signature, signature] }),
      "The webhook is refused: the header x-skyvern-signature is missing.",
    ],
    [
      "no signature",
      () => verify(body, { "x-skyvern-timestamp": String(seconds) }),
      "The webhook is refused: the header x-skyvern-signature is missing.",
    ],
    [
      "no signature in headers of fetch",
      () => verify(body, new Headers()),
      "The webhook is refused: the header x-skyvern-signature is missing.",
    ],
    [
      "no time",
      () => verify(body, { "x-skyvern-signature": signature }),
      "The webhook is refused: the header x-skyvern-timestamp is missing.",
    ],
    [
      "a time that is no number",
      () => verify(body, { ...signed, "x-skyvern-timestamp": "now" }),
      "The webhook is refused: x-skyvern-timestamp is not a number of seconds.",
    ],
    [
      "a time that is too long ago",
      () => verify(body, { ...signed, "x-skyvern-timestamp": String(seconds - 301) }),
      "The webhook is refused: x-skyvern-timestamp is 301 seconds from now, and the limit is 300. Check both clocks, or set a larger maxAgeSeconds.",
    ],
    [
      "a time that is too far ahead",
      () =>
        verify(body, { ...signed, "x-skyvern-timestamp": String(seconds + 61) }, "key-1", {
          maxAgeSeconds: 60,
        }),
      "The webhook is refused: x-skyvern-timestamp is 61 seconds from now, and the limit is 60. Check both clocks, or set a larger maxAgeSeconds.",
    ],
  ])("is refused as unauthorized: %s", (_, work, message) => {
    expect(refusalOf(work)).toEqual(["unauthorized", message]);
  });

  it.each<[string, string | readonly string[]]>([
    ["an empty key", ""],
    ["a blank key", " "],
    ["no key", []],
    ["an empty one among several", ["key-1", ""]],
  ])("cannot be signed with %s", (_, key) => {
    const forged = { ...signed, "x-skyvern-signature": sign(body, "") };
    expect(refusalOf(() => verify(body, forged, key))).toEqual([
      "configuration",
      "A webhook cannot be verified: the API key is empty. Pass the API key of the organisation.",
    ]);
  });

  it("never shows the key or the right signature", () => {
    const [, message] = refusalOf(() => verify(body, signed, "key-hidden"));
    expect(message).not.toContain("key-hidden");
    expect(message).not.toContain(sign(body, "key-hidden"));
  });
});

describe("a body that is not that of a run", () => {
  it.each([["{"], ["[]"], ["null"], ["{}"], ['{"run_id":1,"status":"completed"}'], ['{"run_id":"wr_1"}']])(
    "is refused as invalid, though it is signed: %s",
    (text) => {
      expect(refusalOf(() => verify(text, { ...signed, "x-skyvern-signature": sign(text) }))).toEqual([
        "invalid",
        "The signature is valid, but the body is not that of a run. Use verifyWebhook only for the webhookUrl of a WorkflowRun.",
      ]);
    },
  );

  it("is refused if a framework has parsed it, with what to give instead", () => {
    const [kind, message] = refusalOf(() => verify(JSON.parse(body) as string));
    expect([kind, message]).toEqual(["invalid", expect.stringContaining("not a parsed object")]);
  });
});
