import { plainSecrets } from "../../../examples/policy/plain-secrets";
import { secretParameters } from "../../../examples/policy/secret-parameters";

const keys = secretParameters.configSchema?.properties.keys?.default as string[];
const find = (value: unknown, except: readonly string[] = []) => plainSecrets(value, "p", { keys, except });

describe("plain values under a secret-looking key", () => {
  it.each(["password", "Password", "portalPassword", "portal_password", "PASSWORD_2", "apiKey", "apikey"])(
    "are found at %s",
    (key) => expect(find({ [key]: "x" })).toEqual([`p.${key}`]),
  );
  it.each(["API-Key", "portalAPIKey", "accessToken", "tokens", "clientSecret", "privateKey", "pin"])(
    "are found at %s",
    (key) => expect(find({ [key]: 1234 })).toEqual([`p.${key}`]),
  );
  it.each(["vendor", "secretary", "key", "compass", "shipping", "apiUrl", "spin"])(
    "are not reported at %s",
    (key) => expect(find({ [key]: "x" })).toEqual([]),
  );
  it("are reported at any depth", () => {
    const value = { portal: [{ user: "u", password: "x" }], token: { value: "y", since: [2020] } };
    expect(find(value)).toEqual(["p.portal[0].password", "p.token.value", "p.token.since[0]"]);
  });
  it.each(["", true, null, undefined, "cred_123", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])(
    "are not %p",
    (value) => expect(find({ password: value })).toEqual([]),
  );
  it("are not reported at an excepted key", () => {
    expect(find({ maxTokens: 5, token: "x" }, ["maxTokens"])).toEqual(["p.token"]);
  });
});
