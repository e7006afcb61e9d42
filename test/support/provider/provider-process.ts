import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { ask, type Properties, struct } from "./messages";
import { ResourceClient } from "./resource-client";

/** How a provider is started. */
export interface ProviderCommand {
  /** Its script. */
  readonly script: string;
  /** What the script runs, if it is not the provider itself: its first argument. */
  readonly program?: string;
  /** From which folder it resolves packages. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The engine's own address, its only argument; without one the engine attaches later. */
  readonly engine?: string;
  /** @default the Node of the tests */
  readonly node?: string;
}

/** A process of a provider, spoken to over gRPC as the engine does. */
export class ProviderProcess {
  /** For the calls that are about no resource. */
  readonly client: ResourceProviderClient;
  readonly #process: ChildProcess;
  readonly #printed: { out: string; error: string };

  private constructor(process: ChildProcess, port: string, printed: { out: string; error: string }) {
    this.#process = process;
    this.#printed = printed;
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /** Starts a provider that knows only these variables of the environment. */
  static async start({
    script,
    program,
    folder,
    environment,
    engine,
    node,
  }: ProviderCommand): Promise<ProviderProcess> {
    const child = spawn(
      node ?? process.execPath,
      [script, program, engine].filter((one) => one !== undefined),
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          // Which mutant is tried (tools/mutate.mjs).
          __STRYKER_ACTIVE_MUTANT__: process.env.__STRYKER_ACTIVE_MUTANT__,
          ...environment,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
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
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`${script} did not start: ${printed.error}`)));
    });
    return new ProviderProcess(child, port, printed);
  }

  /** The calls about one resource. A dynamic resource says in its properties what it is, and needs no URN. */
  resource(urn = ""): ResourceClient {
    return new ResourceClient(this.client, urn);
  }

  /** @param name of the provider in the program. @default none, as an old engine sends it */
  async configure(configuration: Properties, name?: string): Promise<messages.ConfigureResponse> {
    const request = new messages.ConfigureRequest().setArgs(struct(configuration)).setAcceptsecrets(true);
    if (name !== undefined) request.setName(name);
    return ask<messages.ConfigureResponse>((done) => this.client.configure(request, done));
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

  /** Ends the process. */
  async close(): Promise<void> {
    this.client.close();
    const ended = once(this.#process, "exit");
    if (this.#process.kill()) await ended;
  }
}
