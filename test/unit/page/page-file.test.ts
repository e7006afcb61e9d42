import { createHash } from "node:crypto";
import { pageOf } from "../../../src/cli/calendar/page-file";
import { hostileCalendar, teamCalendar } from "../../support/page/sample-calendars";

const page = pageOf(hostileCalendar());

describe("the file of a page", () => {
  it("contains the data, which cannot end their element", () => {
    const [, json = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(hostileCalendar())));
  });

  it("differs from another page in its data only", () => {
    const without = (text: string) => text.replace(/(id="data">).*?(<\/script>)/s, "$1$2");
    expect(without(page)).toBe(without(pageOf(teamCalendar())));
  });

  it("allows its own script and style by their hashes, and nothing else", () => {
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const own = (pattern: RegExp) =>
      `'sha256-${createHash("sha256")
        .update(pattern.exec(page)?.[1] ?? "")
        .digest("base64")}'`;
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${own(/<script>(.*?)<\/script>/s)}`,
      `style-src ${own(/<style>(.*?)<\/style>/s)}`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("contains the licence of the library in it, and no style attribute", () => {
    expect(page).toMatch(/This page contains preact \d+\.\d+\.\d+:\s+The MIT License/);
    expect(page.replace(/<script.*?<\/script>/gs, "")).not.toMatch(/ style=/);
  });
});
