import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** One import of one file: of a package by its name, of our own files by their path below src. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly isOwn: boolean;
  /** Erased when the program is compiled. */
  readonly isTypeOnly: boolean;
}

const src = join(__dirname, "../../../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replaceAll("\\", "/"))
  .sort();
const textOf = (file: string) => readFileSync(join(src, file), "utf8");
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, isTypeOnly: boolean): void => {
    const isOwn = specifier.startsWith(".");
    const to = isOwn ? ownFile(join(dirname(from), specifier)) : packageOf(specifier);
    found.push({ from, to, isOwn, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.importClause !== undefined && isErased(node.importClause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      if (ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, true);
    } else if (ts.isCallExpression(node) && /^(require|import)$/.test(node.expression.getText())) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) add(argument.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, textOf(from), ts.ScriptTarget.Latest, true));
  return found;
}

/** Every name imported from it is a type (`import type`, or `type` at each name). */
function isErased(clause: ts.ImportClause): boolean {
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function ownFile(path: string): string {
  const normal = relative(".", path).replaceAll("\\", "/");
  const file = [`${normal}.ts`, `${normal}.tsx`, `${normal}/index.ts`].find((candidate) =>
    files.includes(candidate),
  );
  if (file === undefined) throw new Error(`${path} is not a file of src`);
  return file;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

const folderOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : "");
const shown = ({ from, to }: Import) => `${from} -> ${to}`;

/** What each folder may take from our own folders ("" are the files beside index.ts), and from packages. */
const allowed: Record<string, { readonly own: readonly string[]; readonly packages: readonly string[] }> = {
  "": { own: [], packages: ["node:util", "undici", "zod"] },
  resources: { own: ["resources"], packages: ["@pulumi/pulumi"] },
  provider: {
    own: ["", "provider", "skyvern", "calendar"],
    packages: ["node:crypto", "node:timers/promises", "node:util"],
  },
  lookup: { own: ["", "lookup", "skyvern"], packages: [] },
  calendar: { own: ["", "calendar"], packages: ["cron-parser"] },
  webhook: { own: ["", "webhook"], packages: ["node:crypto"] },
  "schedule-file": {
    own: ["", "schedule-file", "calendar"],
    packages: ["yaml", "node:fs", "node:path", "node:crypto", "node:util"],
  },
  // node:net for the ranges of addresses in NO_PROXY
  skyvern: { own: ["", "skyvern"], packages: ["node:net", "node:timers/promises"] },
  sandbox: {
    own: ["", "sandbox", "calendar"],
    packages: ["hono", "@hono/node-server", "node:crypto", "node:net", "node:timers/promises"],
  },
  plugin: {
    own: ["", "plugin", "provider"],
    packages: ["node:fs", "node:module", "node:path", "node:util"],
  },
  // It runs in a browser, except its model, which is pure and which the commands use too.
  page: { own: ["page"], packages: ["preact"] },
  // The program of the command line: nothing else imports it. The calendar is pure: `next` shows fire times.
  cli: {
    own: ["", "cli", "schedule-file", "calendar"],
    packages: [
      "commander",
      "cronstrue",
      "ical-generator",
      "node:child_process",
      // A stable id of each event of a feed.
      "node:crypto",
      "node:fs",
      "node:module",
      "node:os",
      "node:path",
      "node:readline",
      "node:util",
    ],
  },
};

/** Single permissions, each with the reason for it. */
const exceptions = new Set([
  // The public surface.
  "index.ts -> resources/provider.ts",
  "index.ts -> resources/workflow-schedule.ts",
  "index.ts -> resources/lookup-options.ts",
  "index.ts -> resources/lookups.ts",
  "index.ts -> resources/workflow-run.ts",
  "index.ts -> resources/schedule-set.ts",
  // What lookups throw, so that a program can tell its kinds apart.
  "index.ts -> errors.ts",
  // Pure, and light: for policy packs and programs.
  "index.ts -> calendar/shortest-interval.ts",
  // Lookups ask in the program, and load what they need only when they are called.
  "resources/lookups.ts -> lookup/lookup-client.ts",
  "resources/lookups.ts -> lookup/run-lookup.ts",
  "resources/lookups.ts -> lookup/schedule-lookup.ts",
  "resources/lookups.ts -> lookup/workflow-lookup.ts",
  // A set reads its file in the program, and loads what it needs only when one is made.
  "resources/schedule-set.ts -> schedule-file/finding.ts",
  "resources/schedule-set.ts -> schedule-file/read/read-schedule-file.ts",
  "resources/schedule-set.ts -> schedule-file/resolve/resolve-environment.ts",
  "resources/schedule-set.ts -> nearest.ts",
  // Arguments whose names are unknown. A program in JavaScript can pass anything.
  "resources/provider.ts -> nearest.ts",
  // Values that JSON cannot hold are refused where they still are what they were.
  "resources/plain-json.ts -> not-json.ts",
  "resources/plain-json.ts -> property-path.ts",
  // A misspelled configuration key is refused with the key that was meant.
  "resources/config-keys.ts -> config-key.ts",
  "config-key.ts -> nearest.ts",
  "resources/set-account.ts -> lookup/lookup-client.ts",
  "resources/set-account.ts -> lookup/set-lookup.ts",
  "resources/set-account.ts -> lookup/schedule-problems.ts",
  "resources/set-account.ts -> schedule-file/resolve/merge.ts",
  // The rules of parameters are the provider's: a set only reports them earlier, for all schedules at once.
  "lookup/schedule-problems.ts -> provider/unknown.ts",
  "lookup/schedule-problems.ts -> provider/workflow/check.ts",
  "lookup/schedule-problems.ts -> provider/workflow/reader.ts",
  "resources/set-account.ts -> lookup/usual-duration.ts",
  "resources/set-account.ts -> schedule-file/resolve/twins.ts",
  "resources/set-account.ts -> errors.ts",
  "resources/set-account.ts -> schedule-file/validate-file.ts",
  // They take the same settings as the resources.
  "lookup/lookup-client.ts -> provider/settings.ts",
  // Progress goes to the engine through the SDK that the host has loaded already.
  "provider/engine-log.ts -> @pulumi/pulumi",
  // The types of both doors: the classes choose one, and the commands know resources of either.
  "resources/door.ts -> plugin/tokens.ts",
  "cli/drift/orphans.ts -> plugin/tokens.ts",
  "cli/engine/changes.ts -> plugin/tokens.ts",
  "cli/engine/differences.ts -> plugin/tokens.ts",
  "cli/import/import-file.ts -> plugin/tokens.ts",
  "cli/import/stack-state.ts -> plugin/tokens.ts",
  "cli/promote/moved-runs.ts -> plugin/tokens.ts",
  "cli/promote/promotion-report.ts -> plugin/tokens.ts",
  "cli/promote/renames.ts -> plugin/tokens.ts",
  "cli/trigger/find-schedule.ts -> plugin/tokens.ts",
  // The same knowledge of configuration keys in both doors.
  "resources/config-keys.ts -> config-key.ts",
  // A program in another language asks for a lookup or a set, which are loaded as in a TypeScript program.
  "plugin/functions.ts -> lookup/lookup-client.ts",
  "plugin/functions.ts -> lookup/run-lookup.ts",
  "plugin/functions.ts -> lookup/schedule-lookup.ts",
  "plugin/functions.ts -> lookup/workflow-lookup.ts",
  "plugin/construct.ts -> resources/door.ts",
  "plugin/construct.ts -> resources/provider.ts",
  "plugin/construct.ts -> resources/schedule-set.ts",
  // The package's own version.
  "plugin/schema.ts -> pulumi-skyvern",
  "config-key.ts -> nearest.ts",
  // A stack's account is reached as its resources reach it.
  "cli/engine/account-client.ts -> lookup/lookup-client.ts",
  // `drift` lists the schedules of an account, with their times in the words of the provider's messages.
  "cli/drift/orphan-search.ts -> lookup/account-schedules.ts",
  "lookup/account-schedules.ts -> provider/schedule/state.ts",
  // `doctor` reads the settings as the provider does, and asks the server.
  "cli/doctor/account-checks.ts -> lookup/server-check.ts",
  "lookup/server-check.ts -> provider/settings.ts",
  // `trigger` names schedules in the same way, and starts and waits for a run as a `WorkflowRun` does.
  "cli/trigger/find-schedule.ts -> lookup/account-schedules.ts",
  "cli/trigger/trigger-report.ts -> lookup/account-schedules.ts",
  "cli/trigger/trigger.ts -> lookup/account-schedules.ts",
  "cli/trigger/trigger.ts -> provider/run/single-run.ts",
  // `next` and `calendar` list the schedules of an account or a stack.
  "cli/schedules/account-schedules.ts -> plugin/tokens.ts",
  "cli/schedules/account-schedules.ts -> lookup/account-schedules.ts",
  // The terminal shows what the page shows, by the same pure functions.
  "cli/calendar/view/changes.ts -> page/model/clock.ts",
  "cli/calendar/view/changes.ts -> page/model/comparison.ts",
  "cli/calendar/view/changes.ts -> page/model/crowding.ts",
  "cli/calendar/view/changes.ts -> page/model/heat-map.ts",
  "cli/calendar/view/changes.ts -> page/model/starts.ts",
  "cli/calendar/view/plain-view.ts -> page/model/clock.ts",
  "cli/calendar/view/plain-view.ts -> page/model/heat-map.ts",
  "cli/calendar/view/plain-view.ts -> page/model/lanes.ts",
  "cli/calendar/view/plain-view.ts -> page/model/starts.ts",
  "cli/calendar/view/summary.ts -> page/model/answer/answer.ts",
  "cli/calendar/view/summary.ts -> page/model/answers.ts",
  "cli/calendar/view/summary.ts -> page/model/clock.ts",
  "cli/calendar/view/summary.ts -> page/model/starts.ts",
  "cli/calendar/view/text-view.ts -> page/model/clock.ts",
  "cli/calendar/view/text-view.ts -> page/model/heat-map.ts",
  "cli/calendar/view/text-view.ts -> page/model/lanes.ts",
  "cli/calendar/view/text-view.ts -> page/model/starts.ts",
  // `calendar --account` shows usual durations and last runs.
  "cli/calendar/account-source.ts -> lookup/run-history.ts",
  // `validate --account` asks what a set asks.
  "cli/validate/account-findings.ts -> lookup/set-lookup.ts",
  "cli/validate/account-findings.ts -> lookup/schedule-problems.ts",
  // `import` reads an account, and writes what a state stores of its schedules, with the pointer of the resources.
  "cli/import/account.ts -> lookup/imported-account.ts",
  "cli/import/import-file.ts -> lookup/imported-account.ts",
  "cli/import/import-file.ts -> resources/pointer.ts",
  "lookup/imported-account.ts -> provider/schedule/imported.ts",
  "lookup/imported-account.ts -> schedule-file/compose/account-schedule.ts",
  // `sandbox` starts the server, which it loads only then.
  "cli/sandbox/run-sandbox.ts -> sandbox/local/start-local-sandbox.ts",
  "cli/sandbox/seed-of-file.ts -> sandbox/local/seed.ts",
  "cli/sandbox/seed-parameters.ts -> sandbox/workflows/ready-made.ts",
  "cli/sandbox/run-sandbox.ts -> sandbox/local/local-key.ts",
  // Its page shows the settings that the command prints.
  "page/sandbox/start.tsx -> sandbox/local/local-key.ts",
  // The log of the sandbox hides the values of names that look like those of secrets, as everything else does.
  "sandbox/local/redacted.ts -> schedule-file/secret-name.ts",
  // It reads where Pulumi.yaml says that the plugin is.
  "cli/doctor/plugin.ts -> schedule-file/yaml.ts",
  // It finds the ciphertexts in a configuration that `pulumi config set` wrote.
  "cli/engine/stack-secrets.ts -> schedule-file/yaml.ts",
  // The gatekeeper of the Automation API, which it loads when a command needs the engine.
  "cli/engine/stack-engine.ts -> @pulumi/pulumi",
  // A workflow in YAML, loaded when a request has one.
  "sandbox/workflows/yaml/read-yaml.ts -> schedule-file/yaml.ts",
  // The build makes the JSON Schema with a part of zod that no process loads.
  "schedule-file/json-schema.ts -> zod",
  // The protocol of the engine, as the installed SDK brings it.
  "plugin/stubs.ts -> @grpc/grpc-js",
  "plugin/stubs.ts -> @pulumi/pulumi",
  "plugin/stubs.ts -> google-protobuf",
  // The version of the package is in its package.json, which is not compiled.
  "plugin/schema.ts -> pulumi-skyvern",
  // The functions of the plugin are the lookups of a program.
  "plugin/functions.ts -> lookup/lookup-client.ts",
  "plugin/functions.ts -> lookup/run-lookup.ts",
  "plugin/functions.ts -> lookup/schedule-lookup.ts",
  "plugin/functions.ts -> lookup/workflow-lookup.ts",
  // A set of a program in another language is the component of TypeScript, loaded when one is made.
  "plugin/construct.ts -> @pulumi/pulumi",
  "plugin/construct.ts -> resources/door.ts",
  "plugin/construct.ts -> resources/provider.ts",
  "plugin/construct.ts -> resources/schedule-set.ts",
  // The types of both doors are in one place.
  "resources/door.ts -> plugin/tokens.ts",
  // The hold of a stack has the same words in both doors.
  "resources/workflow-schedule.ts -> config-key.ts",
  // The times of a schedule are picked in one place, which loads nothing.
  "resources/schedule-set.ts -> calendar/times-of.ts",
  "lookup/account-schedules.ts -> calendar/times-of.ts",
  // The clock of a timezone is pure. It is a part of the page.
  "page/model/clock.ts -> calendar/zone/zone-clock.ts",
  // nextRuns computes in the program, and loads the cron rules only when it is called.
  "resources/workflow-schedule.ts -> calendar/schedule-times.ts",
]);

describe("the files of src", () => {
  it("exist, and import each other", () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(100);
  });

  it("import only what the rules of their folder allow", () => {
    const wrong = imports.filter((one) => {
      const types = ["@pulumi/pulumi", "skyvern/wire.ts", "skyvern/client.ts"];
      if (one.isTypeOnly && types.includes(one.to)) return false;
      // What a page shows is what a command wrote.
      const data = [
        "cli/calendar/calendar-data.ts",
        "sandbox/local/view.ts",
        "sandbox/local/request-view.ts",
      ];
      if (one.isTypeOnly && folderOf(one.from) === "page" && data.includes(one.to)) return false;
      // The values come from stubs.ts.
      const protocol = ["@grpc/grpc-js", "google-protobuf"];
      if (one.isTypeOnly && folderOf(one.from) === "plugin" && protocol.includes(one.to)) return false;
      // Types of what a lookup finds are part of the public surface.
      if (one.isTypeOnly && ["", "resources"].includes(folderOf(one.from))) return false;
      if (exceptions.has(shown(one))) return false;
      const rule = allowed[folderOf(one.from)];
      if (rule === undefined) return true;
      return one.isOwn ? !rule.own.includes(folderOf(one.to)) : !rule.packages.includes(one.to);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it("use each outside library in one place", () => {
    const gatekeepers = (name: string) =>
      imports.filter(({ to, isTypeOnly }) => to === name && !isTypeOnly).map(({ from }) => from);
    expect(gatekeepers("undici")).toEqual(["undici.ts"]);
    expect(gatekeepers("yaml")).toEqual(["schedule-file/yaml.ts"]);
    // The JSON Schema is made by the build, and no process loads that part of zod.
    expect(new Set(gatekeepers("zod"))).toEqual(new Set(["schedule-file/json-schema.ts", "zod.ts"]));
    expect(new Set(gatekeepers("cron-parser"))).toHaveProperty("size", 1);
    expect(gatekeepers("ical-generator")).toEqual(["cli/calendar/ics/feed.ts"]);
    expect(gatekeepers("cronstrue")).toEqual(["cli/schedules/words.ts"]);
    // Beside the settings only what a schedule file asks for, `${env:KEY}`, and the PATH that `doctor` searches.
    expect(files.filter((file) => /\bprocess\.env\b/.test(codeOf(file)))).toEqual([
      "cli/doctor/programs.ts",
      "provider/settings.ts",
      "resources/stack-values.ts",
    ]);
  });

  it("use preact in the browser's part of pages only, so that the model of pages also runs in commands", () => {
    const users = imports.filter(({ to }) => to === "preact").map(({ from }) => from);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !/^page\/.+\.tsx$/.test(file))).toEqual([]);
    expect(
      files.filter(
        (file) => file.startsWith("page/") && !file.startsWith("page/model/") && !file.endsWith("x"),
      ),
    ).toEqual([]);
    expect(files.filter((file) => file.startsWith("page/model/") && file.endsWith("x"))).toEqual([]);
    const browser = /\b(document|window|location|navigator|localStorage|process)\./;
    const model = files.filter((file) => file.startsWith("page/model/"));
    expect(model.filter((file) => browser.test(codeOf(file)))).toEqual([]);
  });

  it("load yaml in the sandbox only when a request has a workflow in YAML", () => {
    const text = textOf("sandbox/workflows/yaml/read-yaml.ts");
    expect(text).toContain('require("../../../schedule-file/yaml")');
    expect(text).not.toMatch(/^import (?!type ).*schedule-file\/yaml"/m);
  });

  it("use zod only for values from outside", () => {
    const users = imports
      .filter(({ to, isTypeOnly }) => to === "zod.ts" && !isTypeOnly)
      .map(({ from }) => from);
    expect(users.filter((file) => folderOf(file) === "provider" && !/[/-]inputs\.ts$/.test(file))).toEqual(
      [],
    );
  });

  it("load Pulumi's runtime only in resources, in the progress display and on demand", () => {
    const loading = imports.filter(({ to, isTypeOnly }) => to === "@pulumi/pulumi" && !isTypeOnly);
    const elsewhere = loading.map(({ from }) => from).filter((file) => folderOf(file) !== "resources");
    expect(new Set(elsewhere)).toEqual(
      new Set([
        "provider/engine-log.ts",
        "cli/engine/stack-engine.ts",
        "plugin/construct.ts",
        "plugin/stubs.ts",
      ]),
    );
    // Of the SDK, the plugin needs only the messages until it makes a set.
    const needed = [...textOf("plugin/stubs.ts").matchAll(/require\("(@pulumi\/[^"]+)"\)/g)];
    for (const [, module] of needed) expect(module).toMatch(/^@pulumi\/pulumi\/proto\/\w+_pb$/);
    expect(codeOf("plugin/server.ts")).not.toMatch(/^import (?!type ).*"\.\/construct"/m);
  });

  it("have no cycles", () => {
    const next = new Map(
      files.map((file) => [
        file,
        imports.filter((one) => one.isOwn && one.from === file).map((one) => one.to),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (done.has(file) || path.includes(file)) return;
      for (const to of next.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(cycles).toEqual([]);
  });

  it("have kebab-case names, and are called index.ts only at entry points of the package", () => {
    const name = (file: string) => file.slice(file.lastIndexOf("/") + 1);
    expect(files.filter((file) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*\.tsx?$/.test(name(file)))).toEqual([]);
    const vague = /^(utils?|helpers?|common|types|misc|shared)\.ts$/;
    expect(files.filter((file) => vague.test(name(file)))).toEqual([]);
    expect(files.filter((file) => name(file) === "index.ts")).toEqual([
      "index.ts",
      "provider/index.ts",
      "sandbox/index.ts",
      "webhook/index.ts",
    ]);
  });

  it("are at most fifteen in each folder", () => {
    const count = (folder: string) => files.filter((file) => dirname(file) === folder).length;
    expect([...new Set(files.map(dirname))].filter((folder) => count(folder) > 15)).toEqual([]);
  });

  it("have at most 250 lines each, and at most fifty at an entry point", () => {
    const lines = (file: string) => textOf(file).trimEnd().split("\n").length;
    expect(lines("index.ts")).toBeLessThanOrEqual(50);
    expect(files.filter((file) => lines(file) > 250)).toEqual([]);
  });
});

/** The text without comments. */
function codeOf(file: string): string {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, false);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}
