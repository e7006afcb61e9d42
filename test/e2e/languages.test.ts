import { join } from "node:path";
import { type Language, languageProject } from "../support/engine/language";
import type { PulumiProject } from "../support/engine/pulumi-project";
import { greetingPrograms } from "../support/programs/language-programs";

const repository = join(__dirname, "../..");

describe.each<Language>(["yaml", "python", "go"])("the %s host, on the real engine", (language) => {
  let project: PulumiProject;

  beforeAll(async () => {
    project = await languageProject(language, repository, greetingPrograms[language]);
    await project.succeed("stack", "init", "e2e");
  }, 1_200_000);
  afterAll(() => project?.remove());

  it("runs a program that reads the configuration and exports an output", async () => {
    await project.succeed("config", "set", "greeting", "hello");
    expect(await project.succeed("up", "--yes")).toContain("+ 1 created"); // previewed first
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({ said: "hello" });
  });
});
