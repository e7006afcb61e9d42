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
  ])("warns about the name %s, with advice that the reader of references accepts", (name) => {
    const [warning, ...more] = warnings({ [name]: "value" });
    expect(more).toEqual([]);
    const [reference = ""] = /\$\{secret:[^}]*\}/.exec(warning?.message ?? "") ?? [];
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

  it("accepts references to secrets, outputs, ids of Skyvern's credentials, flags and empty values", () => {
    const output = new (class Output {})();
    const password = ["${secret:password}", "Bearer ${secret:a}", output, "cred_123", true, "", null];
    expect(warnings({ password })).toEqual([]);
  });
});
