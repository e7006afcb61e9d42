import { SkyvernError } from "../../../src/errors";
import { defaultBaseUrl, parseBaseUrl } from "../../../src/skyvern/base-url";

function refused(text: string): SkyvernError {
  try {
    parseBaseUrl(text);
  } catch (error) {
    if (error instanceof SkyvernError) return error;
  }
  throw new Error(`${text} was accepted`);
}

describe("a base URL", () => {
  it.each([
    [defaultBaseUrl, "https://api.skyvern.com"],
    ["https://api.skyvern.com/", "https://api.skyvern.com"],
    ["https://api.skyvern.com/v1", "https://api.skyvern.com"],
    ["https://api.skyvern.com/api/v1", "https://api.skyvern.com"],
    ["https://api.skyvern.com/api/v1//", "https://api.skyvern.com"],
    ["  https://API.skyvern.com  ", "https://api.skyvern.com"],
    ["\u00a0https://api.skyvern.com\u00a0", "https://api.skyvern.com"],
    ["https://proxy.example/skyvern/api/v1", "https://proxy.example/skyvern"],
    ["https://proxy.example/v1/skyvern", "https://proxy.example/v1/skyvern"],
    ["https://proxy.example:8443", "https://proxy.example:8443"],
    // scramjetorg/transform-hub#373, apache/openwhisk-cli#481, OHDSI/ROhdsiWebApi#250
    ["http://localhost:8000/api/v1/", "http://localhost:8000"],
    ["https://localhost:8443/", "https://localhost:8443"],
    ["http://localhost:8080/WebAPI/", "http://localhost:8080/WebAPI"],
  ])("%j is %s", (text, root) => expect(parseBaseUrl(text)).toBe(root));

  it.each([
    "http://localhost:8000",
    "http://skyvern.localhost",
    "http://127.0.0.1:8000",
    "http://127.8.8.8",
    "http://127.100.20.255",
    "http://[::1]:8000",
  ])("may be %s: the key stays on this machine", (text) => expect(parseBaseUrl(text)).toBe(text));

  it.each([
    "http://api.skyvern.com",
    "http://10.0.0.1:8000",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://notlocalhost",
    "http://0.0.0.0",
  ])("may be %s only where that is allowed", (text) => {
    expect(refused(text)).toMatchObject({
      kind: "configuration",
      message: expect.stringContaining("skyvern:allowInsecure"),
    });
    expect(parseBaseUrl(text, true)).toBe(text);
  });

  it.each([
    ["api.skyvern.com", "is not a URL"],
    ["", "is not a URL"],
    ["localhost:8000", 'starts with "localhost:"'],
    ["ftp://api.skyvern.com", 'starts with "ftp:"'],
    ["https://api.skyvern.com?key=1", "has a query"],
    ["https://api.skyvern.com#top", "has a query or a fragment"],
  ])("is not %j", (text, problem) => {
    const error = refused(text);
    expect(error.kind).toBe("configuration");
    expect(error.message).toContain(problem);
    expect(error.message).toMatch(/skyvern:baseUrl or SKYVERN_BASE_URL.*api\.skyvern\.com/);
  });

  it.each(["somebody:correct-horse", "somebody", ":correct-horse"])(
    "holds no %s, and the message about it neither",
    (credentials) => {
      const { message } = refused(`https://${credentials}@api.skyvern.com`);
      expect(message).toContain("holds a user name or password");
      expect(message).not.toContain("correct-horse");
      expect(message).not.toContain("somebody");
    },
  );
});
