import { join } from "node:path";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, secret } from "./messages";
import { ProviderProcess } from "./provider-process";
import type { Differences } from "./resource-client";

type Kind = "WorkflowSchedule" | "WorkflowRun";

/**
 * One of the two ways in which the engine reaches the lifecycles: a dynamic resource, or the provider plugin. What
 * differs between them is here, so that one description holds for both.
 */
export interface Door {
  readonly name: string;
  /** A part of the command line of its process. */
  readonly program: string;
  /** Whether the process prints the text of an error, which the engine then shows a second time. */
  readonly printsErrors: boolean;
  /**
   * Starts a process that knows only this configuration (`skyvern:apiKey`, …) and these variables.
   *
   * @param engine the engine's own address; without one nothing is asked there
   */
  start(
    configuration: Readonly<Record<string, string>>,
    environment?: Readonly<Record<string, string>>,
    engine?: string,
  ): Promise<ProviderProcess>;
  /** The URN of a resource of this name. */
  urn(kind: Kind, name: string): string;
  /** What the class of a resource adds to the inputs, and state keeps. Nothing else adds it where it is missing. */
  hidden(kind: Kind, urn?: string): Properties;
  /** The part of a diff that names the differences one by one. */
  detailed(differences: Differences): { differences?: Differences };
}

/** The repository's folder, from which a provider resolves `pulumi-skyvern/provider` to the compiled dist. */
const repository = join(__dirname, "../../..");

/** The lines that every release puts into state; written out here, because they may never change. */
const pointers: Readonly<Record<Kind, string>> = {
  WorkflowSchedule: "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;",
  WorkflowRun: "exports.handler = () => require('pulumi-skyvern/provider').workflowRun;",
};

/** Makes `@pulumi/pulumi` load rarely used modules at their first use, which halves the work of a start. */
const onDemand = `--require ${JSON.stringify(join(repository, "tools/deferred/register.cjs"))}`;

export const dynamicDoor: Door = {
  name: "the dynamic-provider process",
  program: "dynamic-provider",
  printsErrors: true,
  async start(configuration, environment = {}, engine = "127.0.0.1:1") {
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const variables = { NODE_OPTIONS: onDemand, ...environment };
    const provider = await ProviderProcess.start({
      script,
      folder: repository,
      environment: variables,
      engine,
    });
    await provider.configure(withSecretKey(configuration, "skyvern:apiKey"));
    return provider;
  },
  urn: (kind, name) => `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/skyvern:${kind}::${name}`,
  hidden: (kind, urn) => ({ __provider: pointers[kind], ...(urn === undefined ? {} : { __origin: urn }) }),
  detailed: () => ({}),
};

/** The compiled plugin. */
const pluginScript = join(repository, "dist/plugin/main.js");

/** The plugin before the engine has said anything to it. */
export function startPlugin(
  environment: Readonly<Record<string, string>> = {},
  engine?: string,
): Promise<ProviderProcess> {
  const address = engine === undefined ? {} : { engine };
  return ProviderProcess.start({ script: pluginScript, folder: repository, environment, ...address });
}

export const pluginDoor: Door = {
  name: "the provider plugin",
  program: "dist/plugin/main.js",
  printsErrors: false,
  async start(configuration, environment = {}, engine = "127.0.0.1:1") {
    const provider = await startPlugin(environment, engine);
    // The engine sends the settings of a plugin without its name.
    const settings = Object.entries(configuration).map(([key, value]) => [
      key.replace("skyvern:", ""),
      value,
    ]);
    await provider.configure(withSecretKey(Object.fromEntries(settings), "apiKey"));
    return provider;
  },
  urn: (kind, name) => `urn:pulumi:dev::shop::skyvern:index:${kind}::${name}`,
  hidden: () => ({}),
  detailed: (differences) => ({ differences }),
};

export const doors: readonly Door[] = [dynamicDoor, pluginDoor];

/** The configuration as the engine sends it: with the key as a secret. */
function withSecretKey(configuration: Readonly<Record<string, string>>, key: string): Properties {
  const entries = Object.entries(configuration).map(([name, value]): [string, JavaScriptValue] => [
    name,
    name === key ? secret(value) : value,
  ]);
  return Object.fromEntries(entries);
}
