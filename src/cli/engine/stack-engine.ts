import { join } from "node:path";
import type * as automation from "@pulumi/pulumi/automation";
import { CommandFailure } from "../usage";
import { failureOf } from "./engine-failure";
import { projectFolder } from "./project-folder";
import { errorsIn, runPulumi } from "./run-pulumi";
import { StackSecretStore } from "./stack-secrets";

/** The engine's events, and why it failed, in sentences. */
export interface EngineOutcome {
  readonly events: readonly automation.EngineEvent[];
  readonly failure?: readonly string[];
  /** The command succeeded, but events of it are missing, so that nobody knows what it did. It has a failure then. */
  readonly lacksEvents?: true;
}

/** A resource in a stack's state. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** The URN of the resource that contains it. */
  readonly parent?: string;
  /** URN and id of its provider: `urn:…::default::…`. */
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Options of every command of the engine. */
export interface EngineWatch {
  /** Aborted when the command is to end early: the engine finishes its step, and releases its lock. */
  readonly signal: AbortSignal;
  /** Gets each event as it comes. */
  readonly onEvent?: (event: automation.EngineEvent) => void;
}

type EngineCommand = (
  stack: automation.Stack,
  options: {
    readonly signal: AbortSignal;
    readonly color: "never";
    readonly onEvent: (event: automation.EngineEvent) => void;
  },
) => Promise<unknown>;

/**
 * Pulumi's engine on the stacks of one project: the one user of the Automation API, which runs the `pulumi` of
 * PATH. It selects no stack: the one that a person selected stays selected.
 */
export class StackEngine {
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  readonly #workspace: automation.LocalWorkspace;

  private constructor(folder: string, workspace: automation.LocalWorkspace) {
    this.folder = folder;
    this.#workspace = workspace;
  }

  /** @throws CommandFailure if the folder, the project or `pulumi` is missing, or `pulumi` is too old. */
  static async open(folder: string): Promise<StackEngine> {
    const project = projectFolder(folder);
    const { LocalWorkspace } = loadAutomation();
    try {
      const workspace = await LocalWorkspace.create({ workDir: project });
      // Every command names its stack, and fails if the stack does not exist.
      workspace.selectStack = async () => undefined;
      // After an `up`, the Automation API would run three more commands for a result that nobody reads.
      workspace.stackOutputs = async () => ({});
      return new StackEngine(project, workspace);
    } catch (error) {
      const reason = asError(error);
      if (!/\bENOENT\b/.test(reason.message)) throw new CommandFailure(failureOf([], reason).join("\n"));
      throw new CommandFailure(
        "The Pulumi CLI is not on PATH: `pulumi version` could not be started. Install it (https://www.pulumi.com/docs/install/), or add its folder to PATH.",
      );
    }
  }

  /** Such as `3.254.0`. */
  get version(): string {
    return this.#workspace.pulumiVersion;
  }

  /** The name in Pulumi.yaml. */
  async project(): Promise<string> {
    return (await this.#asked(() => this.#workspace.projectSettings())).name;
  }

  /** The runtime in Pulumi.yaml, such as `nodejs`. */
  async runtime(): Promise<string> {
    const { runtime } = await this.#asked(() => this.#workspace.projectSettings());
    return typeof runtime === "object" ? runtime.name : (runtime ?? "");
  }

  /** The stack that a person selected; undefined if none is. */
  async selected(): Promise<string | undefined> {
    return (await this.#asked(() => this.#workspace.stack()))?.name;
  }

  /** Stores secrets of stacks. */
  async secrets(): Promise<StackSecretStore> {
    const settings = await this.#asked(() => this.#workspace.projectSettings());
    // The types of the Automation API do not have it.
    const folder: unknown = Reflect.get(settings, "stackConfigDir");
    const { command } = this.#workspace.pulumiCommand;
    return new StackSecretStore(command, this.folder, join(this.folder, String(folder ?? ".")));
  }

  /**
   * `pulumi import --file`, without code and protection. Stores each resource at once, so that an interrupted import
   * can be continued.
   *
   * @throws CommandFailure if it failed
   */
  async importFile(stack: string, file: string, signal: AbortSignal): Promise<void> {
    const flags = [
      "--yes",
      "--skip-preview",
      "--generate-code=false",
      "--protect=false",
      "--non-interactive",
    ];
    const args = ["import", "--file", file, "--stack", stack, ...flags];
    const { command } = this.#workspace.pulumiCommand;
    const { code, output } = await runPulumi(command, args, { folder: this.folder, signal });
    if (code !== 0) throw new CommandFailure(errorsIn(output));
  }

  /** What an `up` would do, after a refresh that is not stored either. Changes nothing. */
  preview(stack: string, watch: EngineWatch): Promise<EngineOutcome> {
    return this.#find(stack, watch, (target, options) => target.preview({ ...options, refresh: true }));
  }

  /** What a refresh would find. Changes nothing, state included. */
  previewRefresh(stack: string, watch: EngineWatch): Promise<EngineOutcome> {
    return this.#find(stack, watch, (target, options) => target.previewRefresh(options));
  }

  /** `pulumi up --refresh --yes`. */
  up(stack: string, watch: EngineWatch): Promise<EngineOutcome> {
    return this.#run(stack, watch, (target, options) => target.up({ ...options, refresh: true }));
  }

  /**
   * The names of the project's stacks in the backend.
   *
   * @throws CommandFailure if the backend cannot list them
   */
  async stacks(): Promise<readonly string[]> {
    const found = await this.#asked(() => this.#workspace.listStacks());
    return found.map(({ name }) => name);
  }

  /**
   * The stack's configuration, with its secrets in clear text.
   *
   * @throws CommandFailure if the stack is missing, or its secrets cannot be decrypted
   */
  async configuration(stack: string): Promise<ReadonlyMap<string, string>> {
    const values = await this.#asked(() => this.#workspace.getAllConfig(stack));
    return new Map(Object.entries(values).map(([key, { value }]) => [key, value]));
  }

  /**
   * The resources of the stack's last `up`, as `pulumi stack export` has them.
   *
   * @throws CommandFailure if the stack is missing
   */
  async resources(stack: string): Promise<readonly StoredResource[]> {
    const { deployment } = await this.#asked(() => this.#workspace.exportStack(stack));
    return (deployment as { readonly resources?: readonly StoredResource[] } | undefined)?.resources ?? [];
  }

  async #asked<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      throw new CommandFailure(failureOf([], asError(error)).join("\n"));
    }
  }

  async #stack(name: string): Promise<automation.Stack> {
    const stack = await loadAutomation().Stack.select(name, this.#workspace);
    stack.info = async () => undefined;
    return stack;
  }

  /** Runs a command that changes nothing. If events are lost, which happens on a busy machine, it runs once more. */
  async #find(name: string, watch: EngineWatch, command: EngineCommand): Promise<EngineOutcome> {
    const outcome = await this.#run(name, watch, command);
    return outcome.lacksEvents === true ? await this.#run(name, watch, command) : outcome;
  }

  async #run(name: string, { signal, onEvent }: EngineWatch, command: EngineCommand): Promise<EngineOutcome> {
    const events: automation.EngineEvent[] = [];
    if (signal.aborted) return { events, failure: ["It was interrupted before it started."] };
    const take = (event: automation.EngineEvent): void => {
      if (isDebugLine(event)) return;
      events.push(event);
      onEvent?.(event);
    };
    try {
      await command(await this.#stack(name), { signal, color: "never", onEvent: take });
      // The last event of a command that succeeds. The Automation API warns of a missing one, and goes on.
      const isWhole = events.some(({ summaryEvent }) => summaryEvent !== undefined);
      return isWhole ? { events } : { events, failure: [lostEvents], lacksEvents: true };
    } catch (error) {
      return { events, failure: failureOf(events, asError(error)) };
    }
  }
}

const lostEvents =
  "`pulumi` succeeded, but events of it did not arrive here, so a report of them could be incomplete. Run the command again.";

/** The SDK writes properties into them, secrets too. */
function isDebugLine({ diagnosticEvent }: automation.EngineEvent): boolean {
  return (diagnosticEvent?.severity as string | undefined) === "debug";
}

/** Loaded when a command needs it: it takes a second. */
function loadAutomation(): typeof automation {
  try {
    return require("@pulumi/pulumi/automation") as typeof automation;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw cause;
    throw new CommandFailure(
      "The package @pulumi/pulumi is not installed beside pulumi-skyvern. Run `npm install @pulumi/pulumi`.",
    );
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
