import * as pulumi from "@pulumi/pulumi";
import { dynamicType, pluginType, type ResourceKind } from "../plugin/tokens";
import { originOf } from "./origin";
import { pointer } from "./pointer";
import { runError } from "./run-error";

/** The pointers of the dynamic resources. */
const pointers = { WorkflowSchedule: "workflowSchedule", WorkflowRun: "workflowRun" } as const;

let isPluginProcess = false;

/** Makes the resources of this process those of the plugin. The plugin calls it, for the sets that it constructs. */
export function servePluginResources(): void {
  isPluginProcess = true;
}

/** Whether the resources of this program are those of the provider plugin (`skyvern:plugin`). @throws RunError */
function usesPlugin(): boolean {
  if (isPluginProcess) return true;
  const value = new pulumi.Config("skyvern").get("plugin")?.trim() ?? "";
  if (["", "true", "false"].includes(value)) return value === "true";
  throw runError(`skyvern:plugin is "${value}". Write true or false.`);
}

/** The type of a resource of this program. @throws RunError */
export function resourceType(kind: ResourceKind): string {
  return usesPlugin() ? pluginType(kind) : dynamicType(kind);
}

/** How a resource is registered. */
interface Door {
  readonly type: string;
  /** The hidden inputs. */
  readonly hidden: Readonly<Record<string, unknown>>;
  /**
   * The options, with an alias of the other door. It is always there: without it, a key that is removed would delete
   * the schedules that the new resources adopt.
   */
  readonly options: pulumi.CustomResourceOptions;
}

/** The door of a resource: a dynamic resource, or one of the provider plugin. @throws RunError */
export function doorOf(kind: ResourceKind, name: string, options: pulumi.CustomResourceOptions = {}): Door {
  if (usesPlugin()) {
    return { type: pluginType(kind), hidden: {}, options: withAliases(options, dynamicType(kind)) };
  }
  if (options.id !== undefined || options.import !== undefined) {
    throw runError(
      `${kind} "${name}": Pulumi cannot read or import a dynamic resource. Run \`pulumi-skyvern import\`, or set skyvern:plugin to true (docs/plugin.md).`,
    );
  }
  const type = dynamicType(kind);
  const hidden = { __origin: originOf(type, name, options), __provider: pointer(pointers[kind]) };
  return { type, hidden, options: withAliases(options, pluginType(kind)) };
}

/** The door of an explicit provider. @throws RunError */
export function providerDoor(options: pulumi.ResourceOptions = {}): {
  readonly package: string;
  readonly options: pulumi.ResourceOptions;
} {
  const [dynamic, plugin] = ["pulumi-nodejs", "skyvern"];
  const [own, other] = usesPlugin() ? [plugin, dynamic] : [dynamic, plugin];
  return { package: own, options: withAliases(options, `pulumi:providers:${other}`) };
}

/** The options with the same resource of another type as an alias, also under each former name. */
function withAliases<Options extends pulumi.ResourceOptions>(options: Options, type: string): Options {
  const former = (options.aliases ?? []).map((alias) =>
    pulumi.output(alias).apply((one) => (typeof one === "string" ? one : { ...one, type: one.type ?? type })),
  );
  return { ...options, aliases: [...(options.aliases ?? []), ...former, { type }] };
}
