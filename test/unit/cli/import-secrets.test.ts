import { fileSecrets } from "../../../src/cli/import/file-secrets";
import { readScheduleObject } from "../../../src/schedule-file/read/read-schedule-file";
import { live } from "../compose/accounts";

const reference = (key: string) => ["$", `{secret:${key}}`].join("");
const contentOf = (schedules: object) => {
  const { content } = readScheduleObject({ schedules, environments: { prod: {}, dev: {} } });
  if (content === undefined) throw new Error("The content has errors.");
  return content;
};

describe("the secrets of a file that was written before its stack existed", () => {
  const entry = { workflow: "wpid_1", cron: "0 2 * * *" };

  it("have their values in the account, at any depth", () => {
    const one = live({ parameters: { password: "hush", logins: [{ token: "deep" }], vendor: "acme" } });
    const parameters = {
      password: reference("portal"),
      logins: [{ token: reference("login") }],
      vendor: reference("vendor"),
    };
    const content = contentOf({ a: { ...entry, parameters } });
    expect(fileSecrets(content, "prod", new Map([[one.scheduleId, "a"]]), [one])).toEqual(
      new Map([
        ["portal", "hush"],
        ["login", "deep"],
        ["vendor", "acme"],
      ]),
    );
  });

  it("are left out if a key stands for different values, or only for a part of a text", () => {
    const [one, two] = [
      live({ parameters: { password: "x", note: "is x" } }),
      live({ parameters: { password: "y" } }),
    ];
    const content = contentOf({
      a: { ...entry, parameters: { password: reference("p"), note: `is ${reference("q")}` } },
      b: { ...entry, cron: "0 3 * * *", parameters: { password: reference("p") } },
    });
    const known = new Map([
      [one.scheduleId, "a"],
      [two.scheduleId, "b"],
    ]);
    expect(fileSecrets(content, "prod", known, [one, two])).toEqual(new Map());
    expect(fileSecrets(content, "prod", new Map([[one.scheduleId, "a"]]), [one, two])).toEqual(
      new Map([["p", "x"]]),
    );
  });
});
