import { shownBody, shownPath, withoutSecrets } from "../../../../src/sandbox/local/redacted";

describe("what the log shows of a body", () => {
  it.each<[string, unknown]>([
    ["a password", { password: "hush" }],
    ["a password in any depth", { a: [{ portalPassword: "hush" }] }],
    ["everything in a secret object", { credential: { username: "hush", totp: ["hush"], pin: 4711 } }],
    ["all headers", { extra_http_headers: { "x-tenant": "hush", cookie: "hush" } }],
    ["a password in a URL", { webhook_url: "https://ada:hush@a.example/x" }],
    ["a token in a URL", { webhook_url: "https://a.example/x?a=1&access_token=hush&b=2" }],
    ["a key in a URL", { webhook_url: "https://a.example/x?sig=hush" }],
    ["JSON in a text", { options: '{"api_key": "hush", "depth": 1}' }],
    ["the default of a parameter", { key: "portal_password", default_value: "hush" }],
    [
      "the input of an error",
      { detail: [{ loc: ["body", "parameters", "password"], msg: "no", input: "hush" }] },
    ],
    ["a workflow in YAML", { yaml_definition: "parameters:\n  - password: hush" }],
    ["a text that is the key of the sandbox", { vendor: "hush" }],
  ])("hides %s", (_, body) => {
    expect(shownBody(JSON.stringify(body), "hush")).not.toMatch(/hush|4711/);
    if (!/hush/.test(JSON.stringify(withoutSecrets(body)))) return;
    expect(body).toEqual({ vendor: "hush" });
  });

  it("keeps the rest", () => {
    const body = {
      credential_id: "cred_1",
      parameters: { vendor: "acme", count: 3, login: "cred_1", password: "", token: null, secret: true },
      webhook_url: "https://a.example/x?page=1",
      list: [1, "[not JSON", "{neither"],
    };
    expect(withoutSecrets(body)).toEqual(body);
    expect(shownBody("", "key")).toBe("");
  });

  it("shows of a body that is not JSON only its length", () => {
    expect(shownBody("password=hush", "key")).toBe("[13 characters that are not JSON]");
  });

  it("hides secrets in a path", () => {
    expect(shownPath("/v1/runs?search_key=acme&token=hush&page=2#the-key", "the-key")).toBe(
      "/v1/runs?search_key=acme&token=[secret]&page=2#[secret]",
    );
  });
});
