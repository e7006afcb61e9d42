import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { root } from "../../tools/command.mjs";
import { names } from "../engine-findings.mjs";
import { showSpread } from "../report.mjs";
import { inTurn, spread } from "../statistics.mjs";

/** @import { Findings } from "../report.mjs" */
/** @import { Sandbox } from "pulumi-skyvern/sandbox" */

const kinds = /** @type {const} */ (["floor", "plugin"]);
const steps = /** @type {const} */ (["start", "checks", "creates", "unchanged", "reads", "updates"]);
const repetitions = 3;
const workflows = 20;

/** @typedef {typeof kinds[number]} Kind */
/** @typedef {Record<typeof steps[number], number>} Work Milliseconds of the processor. */

const { Struct } = structs;
const scripts = {
  floor: createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider"),
  plugin: join(root, "dist", "plugin", "main.js"),
};

/** @param {number} pid */
function workOf(pid) {
  // After the name in parentheses, fields 14 and 15 count hundredths of a second, in user mode and in the kernel.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/**
 * @param {Kind} kind
 * @param {string} folder
 * @param {Sandbox} sandbox
 * @param {number} schedules
 */
async function life(kind, folder, sandbox, schedules) {
  const ids = Array.from({ length: workflows }, (_, index) => sandbox.addWorkflow(`Invoices ${index}`));
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
  const child = spawn(process.execPath, [scripts[kind], "127.0.0.1:1"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(child.stdout, "data");
  const client = new provider.ResourceProviderClient(
    `127.0.0.1:${String(port).trim()}`,
    credentials.createInsecure(),
  );
  /**
   * @param {string} method
   * @param {object} request
   * @returns {Promise<any>}
   */
  const ask = (method, request) =>
    new Promise((resolve, reject) => {
      Reflect.get(client, method).call(
        client,
        request,
        (/** @type {unknown} */ error, /** @type {unknown} */ answer) =>
          error === null ? resolve(answer) : reject(error),
      );
    });
  const pointer = "exports.handler = () => require('floor/provider').workflowSchedule;";
  /**
   * @param {number} index
   * @param {number} revision
   */
  const program = (index, revision) =>
    Struct.fromJavaScript({
      ...(kind === "floor" ? { __provider: pointer } : {}),
      workflowId: ids[index % workflows]?.workflowId ?? "",
      cronExpression: `${index % 60} ${Math.floor(index / 60) % 24} * * *`,
      timezone: "America/New_York",
      name: `invoices-${index}`,
      description: `Revision ${revision}`,
    });
  const urn = (/** @type {number} */ index) =>
    `urn:pulumi:bench::bench::skyvern:index:WorkflowSchedule::invoices-${index}`;
  const all = Array.from({ length: schedules }, (_, index) => {
    /** @type {{index: number, id: string, inputs?: structs.Struct, state?: structs.Struct}} */
    const schedule = { index, id: "" };
    return schedule;
  });
  const none = Struct.fromJavaScript({});
  /**
   * @param {typeof all[number]} one
   * @param {number} revision
   */
  const check = async (one, revision) => {
    const request = new messages.CheckRequest()
      .setUrn(urn(one.index))
      .setOlds(one.inputs ?? none)
      .setNews(program(one.index, revision));
    one.inputs = (await ask("check", request)).getInputs();
  };
  /** @type {Record<typeof steps[number], (one: typeof all[number]) => Promise<void>>} */
  const work = {
    start: async () => undefined,
    checks: (one) => check(one, 1),
    creates: async (one) => {
      const request = new messages.CreateRequest().setUrn(urn(one.index)).setProperties(one.inputs);
      const answer = await ask("create", request);
      one.id = answer.getId();
      one.state = answer.getProperties();
    },
    unchanged: async (one) => {
      await check(one, 1);
      const request = new messages.DiffRequest().setUrn(urn(one.index)).setId(one.id);
      await ask("diff", request.setOlds(one.state).setNews(one.inputs));
    },
    reads: async (one) => {
      const request = new messages.ReadRequest().setUrn(urn(one.index)).setId(one.id);
      await ask("read", request.setProperties(one.state).setInputs(one.inputs));
    },
    updates: async (one) => {
      await check(one, 2);
      const request = new messages.UpdateRequest().setUrn(urn(one.index)).setId(one.id);
      one.state = (await ask("update", request.setOlds(one.state).setNews(one.inputs))).getProperties();
    },
  };
  await ask("configure", new messages.ConfigureRequest().setArgs(none));
  const measured = /** @type {Work} */ ({});
  let before = 0;
  for (const step of steps) {
    for (const one of all) await work[step](one);
    const now = workOf(child.pid ?? 0);
    measured[step] = now - before;
    before = now;
  }
  client.close();
  const ended = once(child, "exit");
  if (child.kill()) await ended;
  return measured;
}

/**
 * The work of the provider's process alone, without the engine, for the calls of its commands. Needs Linux.
 *
 * @param {{schedules: number}} options
 * @returns {Promise<Findings>}
 */
export async function calls({ schedules }) {
  const { startSandbox } = await import("pulumi-skyvern/sandbox");
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-bench-"));
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  symlinkSync(root, join(modules, "pulumi-skyvern"), "junction");
  cpSync(join(root, "bench", "floor"), join(modules, "floor"), { recursive: true });
  /** @type {Record<Kind, Work[]>} */
  const works = { floor: [], plugin: [] };
  try {
    await inTurn(kinds, repetitions, async (kind) => {
      const sandbox = await startSandbox();
      works[kind].push(await life(kind, folder, sandbox, schedules));
      await sandbox.close();
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  /** @type {Record<typeof steps[number], string>} */
  const rows = {
    start: "start",
    checks: `checks of new schedules, which read ${workflows} workflows`,
    creates: "creates",
    unchanged: "checks and diffs without changes",
    reads: "reads",
    updates: "checks and updates",
  };
  const table = {
    title: `Work of the processor for the provider's process, ${schedules} schedules, ${repetitions} times`,
    head: ["", names.floor, "the provider plugin"],
    rows: steps.map((step) => [
      rows[step],
      ...kinds.map((kind) =>
        showSpread(spread(works[kind].map((one) => one[step])), { digits: 0, unit: " ms" }),
      ),
    ]),
  };
  return { claims: [], tables: [table] };
}
