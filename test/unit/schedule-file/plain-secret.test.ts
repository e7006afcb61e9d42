// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import { lintSchedules } from "../../../src/schedule-file/lint/lint";
import { fillReferences } from "../../../src/schedule-file/resolve/references";
import { ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

const warnings = (parameters: Readonly<Record<string, unknown>>, enabled = true) =>
  lintSchedules(
    [
      {
        key: "nightly",
        name: "nightly",
        workflow: "wpid_1",
        cronExpression: "0 2 * * *",
        timezone: "UTC",
        enabled,
        parameters,
      },
    ],
    new Date("2026-11-26T12:00:00Z"),
  ).filter(({ rule }) => rule === "plain-secret");

describe("the rule plain-secret", () => {
  it("warns about a parameter that looks like a secret, and never shows its value", () => {
    expect(warnings({ password: "hunter2", vendor: "acme" })).toEqual([
      {
        rule: "plain-secret",
        keys: ["nightly"],
        message:
          'has the parameter "password" in clear text, which state and previews show. If it is a secret, write "${secret:password}", and set it with `pulumi config set --secret password`',
      },
    ]);
  });

  it("appears in validate at the line of the schedule", () => {
    const text =
      "schedules:\n  nightly:\n    workflow: wpid_1\n    cron: 0 2 * * *\n    parameters: { password: hunter2 }\nenvironments: { dev: {} }\n";
    const [found, ...more] = folder.findings(text);
    expect(more).toEqual([]);
    expect(found).toMatch(/^2:3: schedules\.nightly: has the parameter "password" in clear text/);
    expect(found).not.toContain("hunter2");
  });

  it.each([
    "apiKey",
    "API_KEY",
    "api-key",
    "portal_password",
    "dbpassword",
    "access token",
    "clientSecret",
    "pwd",
    "password",
    "passwords",
    "secret",
    "token",
    "credential",
    "apikey",
    "dbtokens",
    "token_valid",
    "token_identity",
    "totp",
    "credentials",
    // pulumi/pulumi#4058 has password too; pulumi/pulumi-datadog#37, Yelp/detect-secrets#430, Yelp/detect-secrets#148
    "appKey",
    "service_key",
    "db_key",
    "client_key",
    "SECRET_KEY",
    "db_pass",
    "smtpPass",
    "pass",
    "master_key",
    "jwt",
  ])("warns about the name %s, with advice that the reader of references accepts", (name) => {
    const [warning, ...more] = warnings({ [name]: "value" });
    expect(more).toEqual([]);
    const [reference = ""] = /\$\{secret:[^}]*\}/.exec(warning?.message ?? "") ?? [];
    expect(reference).not.toBe("");
    expect(fillReferences(reference, true).problems).toEqual([]);
  });

  it.each([
    "vendor",
    "key",
    "sort_key",
    "token_count",
    "secret_name",
    "credential_id",
    "password_policy",
    "monkey",
    "forbearer",
    "bearers",
    "tokenizer",
    "secretary",
    "passwordless",
    "token_count_",
    "author",
    "pass_rate",
    "boarding_pass",
    "passenger",
    "compass",
    "primary_key",
    "public_key",
    "license_key",
  ])("does not warn about the name %s", (name) => {
    expect(warnings({ [name]: "value" })).toEqual([]);
  });

  it("checks mappings and lists, and also disabled schedules", () => {
    const all = warnings({ login: { password: "a" }, tokens: ["b", { text: "c" }] }, false);
    expect(all.map(({ message }) => /"(.*?)"/.exec(message)?.[1])).toEqual([
      "login.password",
      "tokens[0]",
      "tokens[1].text",
    ]);
  });

  it("warns about texts that only contain an id, and about numbers", () => {
    expect(warnings({ password: ["cred_1 x", "my cred_1", "cred_", 5] })).toHaveLength(4);
  });

  // prowler-cloud/prowler#4893: a flag beside a password
  it.each([
    ["MYSQL_ALLOW_EMPTY_PASSWORD", "yes"],
    ["use_password", "No"],
    ["password_auth", "off"],
  ])("does not warn about %s: %s, which says whether, not what", (name, value) => {
    expect(warnings({ [name]: value })).toEqual([]);
  });

  // cisco-ai-defense/defenseclaw#693, Yelp/detect-secrets#458
  it.each(["postgres://user:pass123@host:5432/db", "mongodb://admin:secretpass@db.example.com:27017/mydb"])(
    "warns about an address that has a password, and never shows it: %s",
    (address) => {
      const [warning, ...more] = warnings({ source: address });
      expect(more).toEqual([]);
      expect(warning?.message).toContain('has the parameter "source" in clear text');
      expect(warning?.message).not.toContain("pass");
    },
  );

  it("names the parameter of a list in which an address has a password", () => {
    const [warning] = warnings({ sources: ["https://a.example/", "https://user:hunter2@a.example/"] });
    expect(warning?.message).toContain('write "${secret:sources}"');
  });

  it.each(["https://a.example:8443/x@y", "https://user@a.example/", "mailto:a:b@c.example"])(
    "does not warn about the address %s, which has no password",
    (address) => expect(warnings({ source: address })).toEqual([]),
  );

  it("accepts references to secrets, outputs, ids of Skyvern's credentials, flags and empty values", () => {
    const output = new (class Output {})();
    const password = ["${secret:password}", "Bearer ${secret:a}", output, "cred_123", true, "", null];
    expect(warnings({ password })).toEqual([]);
  });
});
