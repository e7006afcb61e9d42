import { checksWorkflows, readSettings } from "../../../src/provider/settings";

const read = (configuration: Record<string, unknown>, environment: Record<string, string> = {}) =>
  readSettings((key) => configuration[key], environment);
const key = "skyvern:apiKey";

describe("the settings", () => {
  it("default to the hosted service, with the key of the stack's configuration", () => {
    const settings = read({ [key]: "k1" }, { SKYVERN_API_KEY: "k2" });
    expect(settings).toMatchObject({
      apiKeySource: expect.stringContaining("skyvern:apiKey"),
      baseUrl: "https://api.skyvern.com",
    });
    expect(settings.apiKey.reveal()).toBe("k1");
  });

  it("come from the environment if the configuration is empty", () => {
    const environment = { SKYVERN_API_KEY: " k2\n", SKYVERN_BASE_URL: " http://localhost:8000/api/v1 " };
    const settings = read({ [key]: "", "skyvern:baseUrl": null }, environment);
    expect(settings.apiKey.reveal()).toBe("k2");
    expect(settings).toMatchObject({ apiKeySource: "SKYVERN_API_KEY", baseUrl: "http://localhost:8000" });
  });

  it("prefer the configured base URL to the environment's, and the default to an empty one", () => {
    const environment = { SKYVERN_API_KEY: "k", SKYVERN_BASE_URL: "https://b.example" };
    expect(read({ "skyvern:baseUrl": "https://a.example" }, environment).baseUrl).toBe("https://a.example");
    expect(read({}, { SKYVERN_API_KEY: "k", SKYVERN_BASE_URL: "" }).baseUrl).toBe("https://api.skyvern.com");
  });

  it("read the key only from the variable that apiKeyEnv names", () => {
    const configuration = { "skyvern:apiKeyEnv": "SKYVERN_API_KEY_PROD", [key]: "k1" };
    const settings = read(configuration, { SKYVERN_API_KEY: "k2", SKYVERN_API_KEY_PROD: "k3" });
    expect(settings.apiKey.reveal()).toBe("k3");
    expect(settings.apiKeySource).toBe("SKYVERN_API_KEY_PROD");
    expect(() => read(configuration, { SKYVERN_API_KEY: "k2" })).toThrow(
      "Set the environment variable SKYVERN_API_KEY_PROD",
    );
  });

  it.each([{}, { [key]: "" }, { [key]: "  " }])(
    "say where to put a key that is missing (%j)",
    (configuration) => {
      expect(() => read(configuration)).toThrow(
        expect.objectContaining({
          kind: "configuration",
          message: expect.stringContaining("No Skyvern API key"),
        }),
      );
    },
  );

  it.each(["correct horse", "correct\nhorse", "corréct", "“correct”"])(
    "refuse the key %j, and do not repeat it",
    (bad) => {
      const reading = () => read({ [key]: bad });
      expect(reading).toThrow("skyvern:apiKey contains blanks");
      expect(reading).not.toThrow(bad);
    },
  );

  it.each([
    ["true", true],
    ["false", false],
    [true, true],
    [false, false],
    [undefined, true],
  ])("read checkWorkflows %j as %s, without a key", (value, expected) => {
    expect(checksWorkflows(() => value)).toBe(expected);
  });

  it.each(["yes", "0", "TRUE"])("refuse %j for a flag", (value) => {
    expect(() => checksWorkflows(() => value)).toThrow(
      `skyvern:checkWorkflows is "${value}". Write true or false.`,
    );
  });

  it("allow plain http only with allowInsecure", () => {
    const configuration = { [key]: "k", "skyvern:baseUrl": "http://skyvern.example" };
    expect(() => read(configuration)).toThrow("over plain http");
    const allowed = { ...configuration, "skyvern:allowInsecure": "true" };
    expect(read(allowed).baseUrl).toBe("http://skyvern.example");
  });

  it("do not show the key if they are printed", () => {
    const settings = read({ [key]: "correct-horse" });
    expect(JSON.stringify(settings) + require("node:util").inspect(settings) + settings.apiKey).not.toContain(
      "correct-horse",
    );
  });
});
