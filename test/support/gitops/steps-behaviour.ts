import { join } from "node:path";
import { StepRunner } from "./step";

const github = join(__dirname, "../../../examples/gitops/github");

/** What the scripts in the workflows of GitHub do with what the commands say. */
export function describeSteps(): void {
  let steps: StepRunner;
  afterEach(() => steps.remove());

  describe("the drift check", () => {
    beforeEach(() => {
      steps = new StepRunner(join(github, "drift.yml"), "drift");
    });

    it.each([
      [0, 0],
      [2, 0],
      [1, 1],
      [127, 1],
    ])("where the command ends with %i, the step ends with %i", async (exitCode, expected) => {
      steps.write({ report: "the report\n", "exit-code": String(exitCode) });
      const { code, outputs, summary } = await steps.run("Compare");
      expect({ code, outputs, summary }).toEqual({
        code: expected,
        outputs: `code=${exitCode}\n`,
        summary: "the report\n",
      });
    });

    const run = "https://example.com/run";
    const body = (report: string) => `<${report}\n\n[The whole report](${run})>`;
    const label = expect.stringMatching(/^label create skyvern-drift --force /);
    const list = expect.stringMatching(/^issue list --label skyvern-drift --state open /);
    it.each([
      [
        "drift, and no issue",
        "true",
        "",
        [
          `issue create --title Skyvern schedules have drifted --label skyvern-drift --body-file issue.md ${body("the report")}`,
        ],
      ],
      ["drift, and an issue", "true", "7\n", [`issue edit 7 --body-file issue.md ${body("the report")}`]],
      ["no drift, and an issue", "false", "7\n", ["issue close 7 --comment The drift is gone."]],
      ["no drift, and no issue", "false", "", []],
    ])("%s", async (_, drifted, issue, expected) => {
      steps.write({ "drift.md": "the report\n", "open-issue": issue });
      const environment = { DRIFTED: drifted, RUN: run };
      const { code, calls } = await steps.run("Open, update or close the issue", environment);
      expect({ code, calls }).toEqual({ code: 0, calls: [label, list, ...expected] });
    });

    it("cuts the issue to the length that GitHub accepts, without splitting a character", async () => {
      steps.write({ "drift.md": `x${"é".repeat(70_000)}\n`, "open-issue": "7\n" });
      const environment = { DRIFTED: "true", RUN: run };
      const { calls } = await steps.run("Open, update or close the issue", environment);
      expect(calls[2]).toBe(`issue edit 7 --body-file issue.md ${body(`x${"é".repeat(59_999)}`)}`);
    });
  });

  describe.each(["nonprod", "prod"])("the deployment's second attempt, in the job %s", (job) => {
    beforeEach(() => {
      steps = new StepRunner(join(github, "deploy.yml"), job);
    });

    it("continues if main has no newer commit", async () => {
      steps.write({ newest: "0123abc\n" });
      expect(await steps.run("Refuse an old commit")).toMatchObject({ code: 0, output: "" });
    });

    it("is refused if main has a newer commit, and the error says what to do", async () => {
      steps.write({ newest: "4567def\n" });
      const { code, output } = await steps.run("Refuse an old commit");
      expect(code).toBe(1);
      expect(output).toMatch(
        /^::error::This run would deploy 0123abc again, but main is at 4567def now\. .*Run workflow/,
      );
    });
  });

  describe("the comment on a pull request", () => {
    const environment = { NUMBER: "12", RUN: "https://example.com/run" };
    const text = (preview: string) =>
      `<!-- pulumi-skyvern preview -->\n${preview}\n\n[The whole preview](https://example.com/run) of 0123abc`;
    beforeEach(() => {
      steps = new StepRunner(join(github, "pull-request.yml"), "preview");
    });

    it("is created if no comment starts with its marker", async () => {
      steps.write({ "preview.md": "3 changes\n", "comment-id": "" });
      const { code, calls } = await steps.run("Comment", environment);
      const [find, ...writes] = calls;
      expect(code).toBe(0);
      expect(find).toContain('startswith("<!-- pulumi-skyvern preview -->")');
      expect(writes).toEqual([
        `api --method POST repos/acme/schedules/issues/12/comments --field body=@comment.md --silent <${text("3 changes")}>`,
      ]);
    });

    it("replaces the comment that exists", async () => {
      steps.write({ "preview.md": "3 changes\n", "comment-id": "55\n56\n" });
      const { calls } = await steps.run("Comment", environment);
      expect(calls.slice(1)).toEqual([
        `api --method PATCH repos/acme/schedules/issues/comments/55 --field body=@comment.md --silent <${text("3 changes")}>`,
      ]);
    });

    it.each([[{ "preview.md": "" }], [{}]])(
      "says that there is no preview where it failed: %j",
      async (files) => {
        steps.write({ ...files, "comment-id": "" });
        const { calls } = await steps.run("Comment", environment);
        expect(calls[1]).toContain(`<${text("The preview failed.")}>`);
      },
    );

    it("is cut to the length that GitHub accepts, without splitting a character", async () => {
      steps.write({ "preview.md": `x${"é".repeat(70_000)}`, "comment-id": "" });
      const { code, calls } = await steps.run("Comment", environment);
      expect(code).toBe(0);
      expect(calls[1]).toContain(`<${text(`x${"é".repeat(59_999)}`)}>`);
    });

    it("fails the job if the preview fails, with the report in the log and in the comment", async () => {
      steps.write({ report: "stack dev: refused\n", "exit-code": "1" });
      expect((await steps.run("Preview")).code).toBe(1);
    });
  });
}
