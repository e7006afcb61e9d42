import { refusal } from "../../../src/skyvern/refusal";

const refused = (
  status: number,
  body: unknown,
  {
    retryAfter,
    location,
    apiKeyAdvice,
    redact = (text: string) => text,
  }: Partial<{
    retryAfter: string;
    location: string;
    apiKeyAdvice: string;
    redact: (text: string) => string;
  }> = {},
) =>
  refusal(
    {
      status,
      text: typeof body === "string" ? body : JSON.stringify(body),
      contentType: "application/json",
      retryAfter,
      location,
      clockOffset: undefined,
    },
    {
      operation: "read schedule wfs_1 of workflow wpid_1",
      baseUrl: "https://api.example",
      apiKeySource: "skyvern:apiKey",
      apiKeyAdvice,
      notFoundTexts: ["wpid_1", "wfs_1"],
      redact,
    },
  );

describe("an unsuccessful answer", () => {
  it.each([
    [400, "invalid"],
    [401, "unauthorized"],
    [402, "plan-limit"],
    [403, "unauthorized"],
    [405, "unsupported"],
    [408, "unavailable"],
    [409, "plan-limit"],
    [418, "invalid"],
    [422, "invalid"],
    [429, "unavailable"],
    [500, "unavailable"],
    [501, "unsupported"],
    [502, "unavailable"],
    [503, "unavailable"],
    [302, "unexpected-response"],
    [307, "unexpected-response"],
    [304, "unexpected-response"],
  ])("of status %i is of kind %s", (status, kind) => {
    const error = refused(status, { detail: "as it is" });
    expect(error).toMatchObject({ kind, status, operation: "read schedule wfs_1 of workflow wpid_1" });
    expect(error.message).toMatch(/^Could not read schedule wfs_1 of workflow wpid_1: .*\.$/);
  });

  it("of status 403 that says that the organisation has no tags is of kind unsupported", () => {
    const detail = "Workflow tagging is not enabled for this organization.";
    expect(refused(403, { detail }).kind).toBe("unsupported");
    expect(refused(401, { detail }).kind).toBe("unauthorized");
  });

  it("of status 400 that says that a parameter has a wrong type is of kind wrong-parameter", () => {
    const detail = "Invalid workflow parameter. Expected parameter type: integer. Value: 1.5.";
    expect(refused(400, { detail })).toMatchObject({
      kind: "wrong-parameter",
      message: expect.stringContaining("Expected parameter type: integer. Value: [value]"),
    });
    expect(refused(422, { detail }).kind).toBe("invalid");
  });

  it("shows nothing of a value of a wrong type, also if it has blanks and line breaks", () => {
    const detail = "Expected parameter type: integer. Value: correct horse\nbattery staple.";
    expect(refused(400, { detail }).message).toContain('Expected parameter type: integer. Value: [value]")');
  });

  it.each([
    ["Workflow wpid_1 not found", "not-found"],
    ["Schedule wfs_1 not found", "not-found"],
    ["Workflow not found. workflow_permanent_id=wpid_1", "not-found"],
    ["Not Found", "unsupported"],
    ["Workflow wpid_2 not found", "unsupported"],
  ])("of status 404 that says %j is of kind %s", (detail, kind) => {
    expect(refused(404, { detail }).kind).toBe(kind);
  });

  it.each(["<html>Not Found wfs_1</html>", "", "null", "[]", '"wfs_1"', "{}"])(
    "of status 404 with the body %j is another server's",
    (body) => {
      const error = refused(404, body);
      expect(error.kind).toBe("unsupported");
      expect(error.message).toContain("skyvern:baseUrl");
    },
  );

  it("names the place of a refused key, and the server that refused it", () => {
    expect(refused(403, { detail: "Invalid credentials" }).message).toBe(
      'Could not read schedule wfs_1 of workflow wpid_1: Skyvern refused the API key (HTTP 403, "Invalid credentials"). Check skyvern:apiKey, and that the key belongs to https://api.example.',
    );
  });

  it("adds what to know about a key that state contains", () => {
    const error = refused(401, {}, { apiKeyAdvice: "Rotate it so." });
    expect(error.message).toMatch(/the key belongs to https:\/\/api\.example\. Rotate it so\.$/);
    expect(error.finding).not.toContain("Rotate");
  });

  it.each([
    [
      401,
      "Skyvern refused the API key (Q). Check skyvern:apiKey, and that the key belongs to https://api.example.",
    ],
    [
      402,
      "the account has reached a limit of its plan or credits (Q). Check the plan and the credits of the account.",
    ],
    [
      405,
      "https://api.example does not offer this (Q). Check skyvern:baseUrl, and the version of a self-hosted server.",
    ],
    [503, "the server could not do it now (Q). Run the command again later."],
    [422, "Skyvern refused the request (Q)."],
    [400, "Skyvern refused the request (Q)."],
  ])("of status %i is described in a sentence of its own", (status, sentence) => {
    const quoted = sentence.replace("Q", `HTTP ${status}, "no"`);
    expect(refused(status, { detail: "no" }).message).toBe(
      `Could not read schedule wfs_1 of workflow wpid_1: ${quoted}`,
    );
  });

  it("about a thing that is gone is described in a sentence of its own", () => {
    for (const detail of ["Schedule wfs_1 not found", "Schedule wfs_1 does not exist"])
      expect(refused(404, { detail }).message).toBe(
        `Could not read schedule wfs_1 of workflow wpid_1: it does not exist, or was deleted (HTTP 404, "${detail}"). Check the id, and that the API key belongs to the right account.`,
      );
  });

  it("certainly did nothing only if it is a 429, or says that no run was created", () => {
    const noRun = "The server is busy. No run was created; retry this request.";
    expect(refused(429, {}).didNothing).toBe(true);
    expect(refused(503, { detail: noRun }).didNothing).toBe(true);
    expect(refused(503, { detail: "The server is busy." }).didNothing).toBe(false);
    expect(refused(400, {}).didNothing).toBe(false);
  });

  it("keeps what the server asks to wait", () => {
    expect(refused(429, {}, { retryAfter: "7" }).retryAfterSeconds).toBe(7);
    expect(refused(429, {}).retryAfterSeconds).toBeUndefined();
  });

  it.each([
    ["https://login.example/start?token=correct-horse", "https://login.example"],
    ["/login", "another address"],
    [undefined, "another address"],
  ])("that redirects to %s names only the host", (location, host) => {
    const { message } = refused(307, "", location === undefined ? {} : { location });
    expect(message).toContain(`to ${host}, and`);
    expect(message).not.toContain("correct-horse");
  });
});

describe("what the server said", () => {
  it("is taken from detail or error, the only ones that the API has", () => {
    expect(refused(400, { detail: "bad cron" }).message).toContain('HTTP 400, "bad cron"');
    expect(refused(500, { error: "Unexpected error" }).message).toContain('HTTP 500, "Unexpected error"');
    expect(refused(400, { message: "elsewhere" }).message).toContain("(HTTP 400)");
    expect(refused(400, { detail: { a: 1 } }).message).toContain("(HTTP 400)");
  });

  it("of a 422 is the places and the messages, never the input that it echoes", () => {
    const input = { name: "nightly", parameters: { password: "correct-horse" } };
    const detail = [
      { type: "missing", loc: ["body", "timezone"], msg: "Field required", input },
      { type: "value_error", loc: ["body", "name"], input, ctx: { error: "correct-horse" } },
      { msg: "no place", input },
      { loc: ["body", "list", 0, { deep: 1 }], msg: "wrong item", input },
      { loc: "body", msg: { text: "correct-horse" }, input },
      "correct-horse",
      null,
    ];
    const { message } = refused(422, { detail });
    expect(message).toContain(
      "body.timezone: Field required; body.name: invalid; : no place; body.list.0: wrong item; : invalid; ; ",
    );
    expect(message).not.toContain("correct-horse");
  });

  it("is one line without control characters, of 500 characters at most", () => {
    const { message } = refused(400, { detail: `a\n\u001b[31mb\u0085${"x".repeat(1000)}` });
    expect(message).toContain('"a [31mb x');
    expect(message.length).toBeLessThan(620);
  });

  it.each([
    ["has line breaks", "-----BEGIN KEY-----\ncorrect-horse\n-----END KEY-----"],
    ["is cut off at the end", "correct-horse".repeat(60)],
  ])("is redacted also where a secret %s", (_, secret) => {
    const redact = (text: string) => text.replaceAll(secret, "[secret]");
    const { message } = refused(400, { detail: `Invalid credential ID: ${secret}.` }, { redact });
    expect(message).not.toContain("correct-horse");
  });

  it("has the right kind even if the redaction hides an id", () => {
    const redact = (text: string) => text.replaceAll("wfs", "[value]");
    expect(refused(404, { detail: "Schedule wfs_1 not found" }, { redact }).kind).toBe("not-found");
  });
});
