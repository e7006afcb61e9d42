import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { credentials } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";

/** @import { ServiceError } from "@grpc/grpc-js" */
/** @import { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js" */

const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider");

/** Pulumi's own host of dynamic providers, as the engine starts it, and the first calls that it gets. */
export class ProviderHost {
  /** @readonly */
  #child;
  /** @readonly */
  #client;

  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {string} port
   */
  constructor(child, port) {
    this.#child = child;
    this.#client = new provider.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /**
   * @param {string} folder Where it finds the package that a pointer names.
   * @param {NodeJS.ProcessEnv} environment
   */
  static async start(folder, environment) {
    const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit").then(() => {
      throw new Error("Pulumi's host of dynamic providers ended before it took a call.");
    });
    const [port] = await Promise.race([once(child.stdout, "data"), ended]);
    ended.catch(() => undefined); // later it is stopped on purpose
    const host = new ProviderHost(child, String(port).trim());
    await host.#ask("configure", new messages.ConfigureRequest().setArgs(structOf({})));
    return host;
  }

  /** @param {Record<string, JavaScriptValue>} inputs */
  async check(inputs) {
    const request = new messages.CheckRequest().setOlds(structOf({})).setNews(structOf(inputs));
    const answer = await this.#ask("check", request);
    if (answer.getFailuresList().length > 0) throw new Error(`check refused: ${answer.getFailuresList()}`);
    return answer.getInputs()?.toJavaScript() ?? {};
  }

  /** @param {Record<string, JavaScriptValue>} inputs */
  async create(inputs) {
    await this.#ask("create", new messages.CreateRequest().setProperties(structOf(inputs)));
  }

  /** Milliseconds that its main thread has worked. Undefined if the system does not count them as Linux does. */
  work() {
    const { pid } = this.#child;
    try {
      const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
      return Number(nanoseconds) / 1_000_000;
    } catch {
      return undefined;
    }
  }

  async close() {
    this.#client.close();
    const ended = once(this.#child, "exit");
    if (this.#child.kill()) await ended;
  }

  /**
   * @param {"configure" | "check" | "create"} method
   * @param {object} request
   * @returns {Promise<any>}
   */
  #ask(method, request) {
    return new Promise((resolve, reject) => {
      /** @type {Function} */ (this.#client[method]).call(
        this.#client,
        request,
        (/** @type {ServiceError | null} */ error, /** @type {unknown} */ answer) =>
          error === null ? resolve(answer) : reject(error),
      );
    });
  }
}

/** @param {Record<string, JavaScriptValue>} value */
function structOf(value) {
  return structs.Struct.fromJavaScript(value);
}
