import { PassThrough } from "node:stream";
import { withQuestions } from "../../../../src/cli/init/questions";
import {
  askForSettings,
  defaultsOf,
  readSettings,
  type SettingsOptions,
} from "../../../../src/cli/init/settings";
import { CommandFailure } from "../../../../src/cli/usage";

const defaults = defaultsOf("/nowhere/schedules");

describe("the settings of a project", () => {
  it("have defaults", () => {
    expect(readSettings({}, defaults)).toEqual({
      name: "schedules",
      stacks: ["dev", "staging", "prod"],
      ci: "none",
      packageManager: "npm",
      language: "typescript",
    });
  });

  it.each<[SettingsOptions, string]>([
    [{ ci: "jenkins" }, 'Unknown CI system "jenkins". Choose github, gitlab or none.'],
    [{ packageManager: "bun" }, 'Unknown package manager "bun". Choose npm, pnpm or yarn.'],
    [{ language: "java" }, 'Unknown language "java". Choose typescript, yaml, python or go.'],
    [{ ci: "github", stacks: "a-b,a_b" }, "would both read their key from SKYVERN_API_KEY_A_B"],
  ])("refuse %j, and name the right values", (options, reason) => {
    expect(() => readSettings(options, defaults)).toThrow(reason);
  });

  it("allow two stacks whose keys would be in one variable if there are no CI files", () => {
    expect(readSettings({ stacks: "a-b,a_b" }, defaults).stacks).toEqual(["a-b", "a_b"]);
  });
});

describe("the questions", () => {
  /** Answers from a list; returns the settings, the questions and the refusals. */
  async function answered(options: SettingsOptions, ...answers: readonly string[]) {
    const questions: string[] = [];
    const refusals: string[] = [];
    const rest = [...answers];
    const settings = await askForSettings(options, defaults, {
      ask: async (question) => {
        questions.push(question);
        const answer = rest.shift();
        if (answer === undefined) throw new Error("too many questions");
        return answer;
      },
      check: ({ ci }) => {
        if (ci === "gitlab") throw new CommandFailure("not in this folder");
      },
      refuse: (problem) => refusals.push(problem),
    });
    return { settings, questions, refusals, rest };
  }

  it("show their defaults, which an empty answer takes", async () => {
    const { settings, questions } = await answered({}, "", " ", "");
    expect(settings).toEqual(readSettings({}, defaults));
    expect(questions).toEqual([
      "Name of the Pulumi project [schedules]: ",
      "Stacks, in the order in which they get a change [dev,staging,prod]: ",
      "CI system (github, gitlab, none) [none]: ",
    ]);
  });

  it("are asked only for what the options do not give", async () => {
    const { settings, questions } = await answered({ name: "a", ci: "github" }, "test, live");
    expect(settings).toMatchObject({ name: "a", stacks: ["test", "live"], ci: "github" });
    expect(questions).toHaveLength(1);
    expect((await answered({ name: "a", stacks: "dev", ci: "none" })).questions).toEqual([]);
  });

  it("are repeated after an invalid answer, with the reason", async () => {
    const { settings, questions, refusals } = await answered(
      { name: "a", stacks: "dev" },
      "travis",
      "gitlab",
      "GitHub",
    );
    expect(settings.ci).toBe("github");
    expect(questions).toHaveLength(3);
    expect(refusals).toEqual([
      'Unknown CI system "travis". Choose github, gitlab or none.',
      "not in this folder",
    ]);
  });

  it("take lines that are pasted together as the answers of the next questions", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.write("first\nsecond\n");
    const answers = await withQuestions(
      async (ask) => [await ask("One? "), await ask("Two? ")],
      input,
      output,
    );
    expect(answers).toEqual(["first", "second"]);
    expect(String(output.read())).toBe("One? Two? ");
  });

  it("end the command with a sentence when the input ends", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end("first\n");
    const asked = withQuestions(async (ask) => [await ask("One? "), await ask("Two? ")], input, output);
    await expect(asked).rejects.toThrow("Stopped at a question. Nothing was written.");
  });
});
