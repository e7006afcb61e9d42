import * as pulumi from "@pulumi/pulumi";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import { DependencyProviderResource, DependencyResource } from "@pulumi/pulumi/resource";
import { settingKeys } from "../config-key";
import { isSkyvernError } from "../errors";
import type { ConfigurationReader } from "../provider/settings";
import { servePluginResources } from "../resources/door";
import { knownProvider, type ProviderSettings } from "../resources/provider";
import { ScheduleSet, type ScheduleSetArgs } from "../resources/schedule-set";
import { provider, Struct } from "./stubs";

/** Parts of the SDK's runtime that its own server of components uses, and its types hide. */
const { awaitFeatureSupport, waitForRPCs } = require("@pulumi/pulumi/runtime/settings") as {
  readonly awaitFeatureSupport: () => Promise<void>;
  readonly waitForRPCs: () => Promise<void>;
};
const { withLocalStorage } = require("@pulumi/pulumi/runtime/state") as {
  readonly withLocalStorage: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

/** The calls that wait for a set. An error of one of its outputs reaches no caller, so it ends them. */
const waiting = new Set<(reason: unknown) => void>();

let isPrepared = false;

function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  servePluginResources();
  process.on("unhandledRejection", (reason) => {
    if (waiting.size === 0) throw reason;
    for (const fail of waiting) fail(reason);
  });
}

/**
 * Makes a `ScheduleSet` for a program in another language: its children are resources of this plugin.
 *
 * @param address of the engine
 * @param configuration of the provider that was asked, whose account the set uses
 * @throws RunError if the file has errors
 * @public Loaded on demand, because other calls do not need the SDK.
 */
export async function construct(
  request: messages.ConstructRequest,
  address: string,
  configuration: ConfigurationReader,
): Promise<messages.ConstructResponse> {
  prepare();
  return withLocalStorage(
    () =>
      new Promise((resolve, reject) => {
        const fail = (reason: unknown): void => reject(expected(reason));
        waiting.add(fail);
        constructSet(request, address, configuration)
          .then(resolve, fail)
          .finally(() => waiting.delete(fail));
      }),
  );
}

/** The errors of this file and of the plugin are classes of two copies of `src/errors`, so ours becomes Pulumi's. */
function expected(error: unknown): unknown {
  return isSkyvernError(error) ? new pulumi.RunError(error.message) : error;
}

async function constructSet(
  request: messages.ConstructRequest,
  address: string,
  configuration: ConfigurationReader,
): Promise<messages.ConstructResponse> {
  if (request.getType() !== "skyvern:index:ScheduleSet")
    throw new Error(`The provider has no component ${request.getType()}.`);
  pulumi.runtime.resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    address,
    request.getMonitorendpoint(),
    request.getDryrun(),
    request.getOrganization(),
  );
  await awaitFeatureSupport();
  const config = Object.fromEntries(request.getConfigMap().getEntryList());
  pulumi.runtime.setAllConfig(config, request.getConfigsecretkeysList());

  const args = await known(pulumi.runtime.deserializeProperties(request.getInputs() ?? new Struct()));
  const set = new ScheduleSet(request.getName(), args, optionsOf(request, configuration));
  const urn = await resolved(set.urn);
  const [state] = await pulumi.runtime.serializeResourceProperties("ScheduleSet", {
    resolved: set.resolved,
  });
  await waitForRPCs();
  return new provider.ConstructResponse().setUrn(urn ?? "").setState(Struct.fromJavaScript(state));
}

function optionsOf(
  request: messages.ConstructRequest,
  configuration: ConfigurationReader,
): pulumi.ComponentResourceOptions {
  const reference = request.getProvidersMap().get("skyvern");
  const settings: ProviderSettings = Object.fromEntries(
    settingKeys.map((key) => {
      const value = configuration(`skyvern:${key}`) ?? undefined;
      return [`skyvern:${key}`, value === undefined ? undefined : String(value)];
    }),
  );
  const aliases = request.getAliasesList().map((alias): string | pulumi.Alias => {
    const spec = alias.getSpec();
    if (spec === undefined) return alias.getUrn();
    return {
      ...(spec.getName() === "" ? {} : { name: spec.getName() }),
      ...(spec.getProject() === "" ? {} : { project: spec.getProject() }),
      ...(spec.getStack() === "" ? {} : { stack: spec.getStack() }),
      ...(spec.getParenturn() === "" ? {} : { parent: spec.getParenturn() }),
      ...(spec.getNoparent() ? { parent: pulumi.rootStackResource } : {}),
    };
  });
  return {
    aliases,
    dependsOn: request.getDependenciesList().map((urn) => new DependencyResource(urn)),
    ...(request.getProtect() === true ? { protect: true } : {}),
    ...(request.getRetainondelete() === true ? { retainOnDelete: true } : {}),
    ...(request.getParent() === "" ? {} : { parent: new DependencyResource(request.getParent()) }),
    ...(reference === undefined
      ? {}
      : { providers: { skyvern: knownProvider(new DependencyProviderResource(reference), settings) } }),
  };
}

/** The arguments as plain values: a set decides which resources exist, so it cannot wait for an `up`. */
async function known(inputs: pulumi.Inputs): Promise<ScheduleSetArgs> {
  const args = await resolved(pulumi.output(inputs));
  if (args === undefined) throw new Error("The arguments of a ScheduleSet must be known in the preview.");
  return args as unknown as ScheduleSetArgs;
}

/** The value of an output; undefined while it is unknown. */
function resolved<Value>(output: pulumi.Output<Value>): Promise<Value | undefined> {
  const { promise } = output as unknown as { promise(withUnknowns?: boolean): Promise<Value | undefined> };
  return promise.call(output);
}
