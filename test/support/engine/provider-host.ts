import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { credentials, type requestCallback, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties as they travel. */
export type Properties = Record<string, JavaScriptValue>;

/** The repository's folder, from which the host resolves `pulumi-skyvern/provider` to the compiled dist. */
const repository = join(__dirname, "../../..");

/** The line that every release puts into state; written out here, because it may never change. */
export const schedulePointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;";
/** The same for runs. */
export const runPointer = "exports.handler = () => require('pulumi-skyvern/provider').workflowRun;";

/** What state keeps of a resource whose create or update ended half-way. */
export interface InitFailure {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

/**
 * The process that the engine starts for dynamic resources, spoken to over gRPC as the engine does: the
 * properties of each call say with `__provider` whose they are, and nothing adds it where it is missing.
 */
export class ProviderHost {
  readonly #process: ChildProcess;
  readonly #client: ResourceProviderClient;
  readonly #printed: { out: string; error: string };

  private constructor(process: ChildProcess, port: string, printed: { out: string; error: string }) {
    this.#process = process;
    this.#printed = printed;
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /**
   * Starts a host that knows only this configuration (`skyvern:apiKey`, …) and these variables.
   *
   * @param engine the engine's own address, its only argument; without one nothing is asked there
   */
  static async start(
    configuration: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = {},
    engine = "127.0.0.1:1",
  ): Promise<ProviderHost> {
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [script, engine], {
      cwd: repository,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { out: "", error: "" };
    child.stderr.on("data", (chunk) => {
      printed.error += chunk;
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        printed.out += chunk;
        const [, line] = /^(\d+)\n/.exec(printed.out) ?? [];
        if (line !== undefined) resolve(line);
      });
      child.once("exit", () => reject(new Error(`The dynamic provider did not start: ${printed.error}`)));
    });
    const host = new ProviderHost(child, port, printed);
    await host.#configure(configuration);
    return host;
  }

  /** All that the process printed. */
  get output(): string {
    return this.#printed.out + this.#printed.error;
  }

  /** What it printed on stderr. */
  get errors(): string {
    return this.#printed.error;
  }

  /** Its command line, as every user of the machine can see it. */
  get commandLine(): string {
    return readFileSync(`/proc/${this.#process.pid}/cmdline`, "utf8").replaceAll("\0", " ");
  }

  async check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
    const request = new messages.CheckRequest().setOlds(struct(olds)).setNews(struct(news));
    const answer = await ask<messages.CheckResponse>((done) => this.#client.check(request, done));
    return { inputs: properties(answer.getInputs()), failures: answer.toObject().failuresList };
  }

  async diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean | undefined; replaces: string[]; deleteBeforeReplace: boolean }> {
    const request = new messages.DiffRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
    const answer = await ask<messages.DiffResponse>((done) => this.#client.diff(request, done));
    return {
      changes: [undefined, false, true][answer.getChanges()],
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(inputs: Properties): Promise<{ id: string; properties: Properties }> {
    const request = new messages.CreateRequest().setProperties(struct(inputs));
    const answer = await ask<messages.CreateResponse>((done) => this.#client.create(request, done));
    return { id: answer.getId(), properties: properties(answer.getProperties()) };
  }

  async read(
    id: string,
    state: Properties,
  ): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const request = new messages.ReadRequest().setId(id).setProperties(struct(state));
    const answer = await ask<messages.ReadResponse>((done) => this.#client.read(request, done));
    return {
      id: answer.getId(),
      properties: properties(answer.getProperties()),
      inputs: properties(answer.getInputs()),
    };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new messages.UpdateRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
    const answer = await ask<messages.UpdateResponse>((done) => this.#client.update(request, done));
    return properties(answer.getProperties());
  }

  async delete(id: string, state: Properties): Promise<void> {
    const request = new messages.DeleteRequest().setId(id).setProperties(struct(state));
    await ask((done) => this.#client.delete(request, done));
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#client.close();
    const ended = once(this.#process, "exit");
    if (this.#process.kill()) await ended;
  }

  async #configure(configuration: Readonly<Record<string, string>>): Promise<void> {
    // As the engine sends secrets of the stack's configuration.
    const isKey = (key: string): boolean => key === "skyvern:apiKey";
    const args = Object.entries(configuration).map(([key, value]): [string, JavaScriptValue] => [
      key,
      isKey(key) ? { [specialSignatureKey]: secretSignature, value } : value,
    ]);
    const request = new messages.ConfigureRequest().setArgs(Struct.fromJavaScript(Object.fromEntries(args)));
    await ask((done) => this.#client.configure(request, done));
  }
}

/** How a secret is marked on the way (`specialSigKey` and `specialSecretSig` in `@pulumi/pulumi/runtime/rpc`). */
const specialSignatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What an error of create or update says about a resource that exists all the same. */
export function initFailureOf(error: unknown): InitFailure | undefined {
  const [packed] = (error as ServiceError).metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(packed)) return undefined;
  const [details] = Status.deserializeBinary(packed).getDetailsList();
  const failure = details?.unpack(
    messages.ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (failure === null || failure === undefined) return undefined;
  return {
    id: failure.getId(),
    properties: properties(failure.getProperties()),
    reasons: failure.getReasonsList(),
  };
}

function ask<Answer>(send: (done: requestCallback<Answer>) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, answer) => (answer === undefined || error ? reject(error) : resolve(answer)));
  });
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}

function properties(value: Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}
