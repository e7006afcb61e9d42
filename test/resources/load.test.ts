import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The files that a new process has loaded after running this code on the compiled package. */
function loadedFiles(code: string): readonly string[] {
  const list = `process.on("exit", () => console.log(JSON.stringify(Object.keys(require.cache)))); ${code}`;
  const output = execFileSync(process.execPath, ["-e", list], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
  });
  return JSON.parse(output.slice(output.lastIndexOf("["))) as string[];
}

/** The files of dist among them, by their paths below it. */
function namesInDist(code: string): readonly string[] {
  const own = loadedFiles(code).filter((file) => !/node_modules/.test(file));
  const names = own.map((file) => /^.*\bdist.(.+)$/.exec(file.replaceAll("\\", "/"))?.[1]);
  return names.filter((name) => name !== undefined);
}

/** The packages of these files. Three files of dist hold what the package uses of zod, undici and yaml. */
function loadedPackages(code: string): Set<string> {
  const packageOf = (file: string) =>
    (/dist.(?:schedule-file.)?(zod|undici|yaml)\.js$/.exec(file) ??
      /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file))?.[1];
  return new Set(loadedFiles(code).map((file) => packageOf(file) ?? "our own"));
}

describe("a program that imports the package", () => {
  it("loads Pulumi, and neither an HTTP client nor zod nor a parser", () => {
    const loaded = loadedPackages('require("pulumi-skyvern")');
    expect([...loaded]).toEqual(expect.arrayContaining(["our own", "@pulumi/pulumi"]));
    expect(
      [...loaded].filter((name) => ["undici", "zod", "cron-parser", "yaml", "commander"].includes(name)),
    ).toEqual([]);
  });
});

describe("the provider", () => {
  const check = `
    const { workflowSchedule } = require("pulumi-skyvern/provider");
    const inputs = { workflowId: "wpid_1", cronExpression: "0 2 * * *", timezone: "UTC", name: "nightly" };
    workflowSchedule.check(inputs, inputs)`;

  it("loads no Pulumi of its own", () => {
    const loaded = loadedPackages(check);
    expect(loaded).toContain("zod");
    expect([...loaded].filter((name) => name.startsWith("@pulumi/"))).toEqual([]);
  });

  it("loads zod and the rules of a kind of resource only with its first resource", () => {
    expect(namesInDist('require("pulumi-skyvern/provider")')).toEqual([
      "provider/index.js",
      "provider/bundle.js",
    ]);
  });

  it("loads a bundle and the used part of zod, and no other file of the package", () => {
    expect(namesInDist(check)).toEqual(["provider/index.js", "provider/bundle.js", "zod.js"]);
  });

  it("loads the used part of undici as one file, and none of its other files", () => {
    expect(namesInDist(sending())).toContain("undici.js");
    expect(loadedFiles(sending()).filter((file) => /node_modules.undici/.test(file))).toEqual([]);
  });

  it("loads an HTTP client only where it sends something, which a check of what is unchanged does not", () => {
    expect(loadedPackages(check)).not.toContain("undici");
    expect(loadedPackages(sending())).toContain("undici");
  });

  it("loads cron-parser for an update only if a run may have been due in the last minute", () => {
    expect(loadedPackages(updating("2026-11-23T12:00:03"))).not.toContain("cron-parser");
    expect(loadedPackages(updating("2026-11-23T02:00:03"))).toContain("cron-parser");
  });

  /** Calls the provider of a process while a server answers each request. */
  function calling(call: string, answer: object): string {
    return `
      const { createServer } = require("node:http");
      const requests = [];
      const server = createServer((request, response) => {
        requests.push(request.method + " " + request.url);
        response.setHeader("content-type", "application/json").end(${JSON.stringify(JSON.stringify(answer))});
      });
      server.listen(0, "127.0.0.1", async () => {
        process.env.SKYVERN_API_KEY = "key";
        process.env.SKYVERN_BASE_URL = "http://127.0.0.1:" + server.address().port;
        const { workflowSchedule } = require("pulumi-skyvern/provider");
        await workflowSchedule.${call}.catch((error) => console.error(error.message));
        if (!requests.some((one) => /^(DELETE|PUT) /.test(one))) throw new Error("Sent: " + requests);
        process.exit(0);
      });`;
  }

  const inputs = { workflowId: "wpid_1", cronExpression: "0 2 * * *", timezone: "UTC", name: "nightly" };

  /** The deletion of a schedule, which must reach a server. */
  function sending(): string {
    return calling(`delete("wpid_1/wfs_1", ${JSON.stringify(inputs)})`, { ok: true });
  }

  /** The update of a schedule, which the server stores at this time. */
  function updating(modifiedAt: string): string {
    const state = { ...inputs, enabled: true, scheduleId: "wfs_1", createdAt: "2026-11-01T00:00:00Z" };
    const wanted = { ...inputs, description: "new" };
    const schedule = {
      workflow_schedule_id: "wfs_1",
      workflow_permanent_id: "wpid_1",
      cron_expression: inputs.cronExpression,
      timezone: "UTC",
      enabled: true,
      name: "nightly",
      description: "new",
      created_at: "2026-11-01T00:00:00",
      modified_at: modifiedAt,
    };
    const given = [state, wanted].map((one) => JSON.stringify(one)).join();
    return calling(`update("wpid_1/wfs_1", ${given})`, { schedule });
  }
});

describe("the command line", () => {
  const folders = (args: readonly string[]) => {
    const start = `process.argv = ["node", "main", ...${JSON.stringify(args)}]; require("./dist/cli/main.js")`;
    const names = namesInDist(start).flatMap((name) => /^cli.(\w+)[\\/]/.exec(name)?.[1] ?? []);
    return new Set(names);
  };

  it.each([[["validate"]], [["--debug", "validate"]]])(
    "loads the files of the command of %j, and not those of the others",
    (args) => {
      const loaded = folders([...args, "--help"]);
      expect(loaded).toContain("validate");
      const others = ["calendar", "doctor", "import", "init", "promote", "sandbox", "trigger"];
      expect(others.filter((other) => loaded.has(other))).toEqual([]);
    },
  );

  it("loads all commands for its help", () => {
    const all = [
      "calendar",
      "doctor",
      "drift",
      "import",
      "init",
      "next",
      "promote",
      "sandbox",
      "trigger",
      "validate",
    ];
    expect([...folders(["--help"])]).toEqual(expect.arrayContaining(all));
  });
});

describe("the bundles of other packages", () => {
  it.each([
    ["zod", "zod", /^.+\n\nMIT License\n\nCopyright \(c\)/],
    ["undici", "undici", /^.+\n\nMIT License\n\nCopyright \(c\)/],
    ["yaml", "schedule-file/yaml", /^.+\n\nCopyright Eemeli Aro .+\n\nPermission to use, copy, modify/],
  ])("come with the licence of %s", (name, file, licence) => {
    const licences = readFileSync(join(__dirname, "../../dist/third-party-licenses.txt"), "utf8");
    const start = new RegExp(`^dist/${file}\\.js contains parts of ${name} \\d+\\.\\d+\\.\\d+`, "m").exec(
      licences,
    );
    expect(licences.slice(start?.index)).toMatch(licence);
  });
});

describe("the provider plugin", () => {
  it("loads the same bundle and the used part of zod, and no other file of the package", () => {
    const start = 'require("./dist/plugin/main.js"); setImmediate(() => process.exit())';
    expect(namesInDist(start)).toEqual(["plugin/main.js", "provider/bundle.js", "zod.js"]);
  });
});
