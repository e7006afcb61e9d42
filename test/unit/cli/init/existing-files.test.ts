import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compareWithFolder } from "../../../../src/cli/init/existing-files";
import { planProject } from "../../../../src/cli/init/plan";
import { defaultsOf, readSettings } from "../../../../src/cli/init/settings";
import { ScratchFolder } from "../../../support/cli/scratch-folder";

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});
afterEach(() => scratch.remove());

const settings = readSettings({ name: "schedules", stacks: "dev,prod" }, defaultsOf("/nowhere"));
const plan = planProject(settings);
const compare = () => compareWithFolder(scratch.path, plan, settings);
const { dependencies, devDependencies = {} } = plan.dependencies;
const writePackage = (manifest: object) => scratch.write("package.json", JSON.stringify(manifest));

describe("the files of a folder", () => {
  it("are no problem if there are none, or only others", () => {
    expect(compare()).toEqual({ kept: [], problems: [] });
    scratch.write("README.md", "");
    expect(compare()).toEqual({ kept: [], problems: [] });
  });

  it("are all listed if they are in the way, also folders and broken links", () => {
    scratch.write("index.ts", "");
    mkdirSync(join(scratch.path, "Pulumi.yaml"));
    symlinkSync("nowhere", join(scratch.path, "tsconfig.json"));
    expect(compare()).toEqual({
      kept: [],
      problems: [
        "Already exists: Pulumi.yaml, tsconfig.json, index.ts. Move these files away, or choose another folder with --cwd.",
      ],
    });
  });
});

describe("a package.json that exists", () => {
  it("stays if it has all dependencies, in whichever section and version", () => {
    writePackage({ devDependencies: { ...dependencies, ...devDependencies, typescript: "6.0.1" } });
    expect(compare()).toEqual({ kept: ["package.json"], problems: [] });
  });

  it("is a problem if dependencies are missing, which are listed as they would be added", () => {
    writePackage({
      dependencies: { "pulumi-skyvern": "file:../x.tgz" },
      devDependencies: { typescript: "*" },
    });
    expect(compare().problems).toEqual([
      `package.json exists. Add to its dependencies: "@pulumi/pulumi": "${dependencies["@pulumi/pulumi"]}".`,
      `package.json exists. Add to its devDependencies: "@types/node": "${devDependencies["@types/node"]}".`,
    ]);
  });

  const complete = { dependencies, devDependencies };
  it.each([
    [{ ...complete, main: "dist/main.js" }, 'package.json has "main": "dist/main.js". Set it to "index.ts".'],
    [{ ...complete, type: "module" }, 'package.json has "type": "module". Remove it'],
  ])("is a problem if Pulumi would not run index.ts: %j", (manifest, problem) => {
    writePackage(manifest);
    expect(compare().problems).toEqual([expect.stringContaining(problem)]);
  });

  it("is a problem without a main if Pulumi would run index.js", () => {
    writePackage(complete);
    scratch.write("index.js", "");
    expect(compare().problems).toEqual([expect.stringContaining('Add "main": "index.ts"')]);
    writePackage({ ...complete, main: "index.ts" });
    expect(compare()).toEqual({ kept: ["package.json"], problems: [] });
  });

  it.each(["", "{", "[]", "null"])("is a problem if it is %j", (text) => {
    scratch.write("package.json", text);
    expect(compare().problems).toEqual(["package.json is not a JSON object. Correct or remove it."]);
  });
});

describe("a .gitignore that exists", () => {
  it.each(["node_modules", "dist\r\n/node_modules/\r\n", "**/node_modules\n"])(
    "stays if it is %j",
    (text) => {
      scratch.write(".gitignore", text);
      expect(compare()).toEqual({ kept: [".gitignore"], problems: [] });
    },
  );

  it.each(["", "# node_modules", "old_node_modules/", "!node_modules"])(
    "is a problem if it is %j",
    (text) => {
      scratch.write(".gitignore", text);
      expect(compare().problems).toEqual([".gitignore exists. Add the line node_modules/ to it."]);
    },
  );
});

describe("a schedules.yaml that exists", () => {
  const write = (environments: string) =>
    scratch.write(
      "schedules.yaml",
      `schedules: { a: { workflow: wpid_1, cron: "0 2 * * *" } }\n${environments}\n`,
    );

  it("stays if it is valid and has an environment for each stack", () => {
    write("environments: { prod: {}, dev: {}, test: {} }");
    expect(compare()).toEqual({ kept: ["schedules.yaml"], problems: [] });
  });

  it("is a problem if a stack has no environment", () => {
    write("environments: { dev: {} }");
    expect(compare().problems).toEqual([
      "schedules.yaml exists. Add to its environments: prod. Or leave out --stacks, to have a stack for each environment of the file.",
    ]);
  });

  const invalid = ["schedules.yaml exists, and has errors. To list them, run `npx pulumi-skyvern validate`."];
  it.each(["environments: { dev: {}, prod: { enabeld: true } }", "environments: ["])(
    "is a problem if it has an error: %s",
    (environments) => {
      write(environments);
      expect(compare().problems).toEqual(invalid);
    },
  );

  it("is a problem if it cannot be read", () => {
    mkdirSync(join(scratch.path, "schedules.yaml"));
    expect(compare().problems).toEqual(invalid);
  });
});
