import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredResource } from "../engine/pulumi-project";

const folder = join(__dirname, "../..", "state");

/** The releases of this package whose stack files are kept in test/state. */
export const oldReleases: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** A resource as it stands in the stack file of a release; its ids and its times are as they were then. */
export interface OldResource extends StoredResource {
  readonly id: string;
  readonly parent: string;
  /** The provider's URN and id. */
  readonly provider: string;
  readonly additionalSecretOutputs?: readonly string[];
}

/** The resources that a release left in state, those of runs or the others, oldest first. */
export function oldResources(release: string, kind: "runs" | "schedules"): readonly OldResource[] {
  return readdirSync(join(folder, release))
    .filter((file) => file.startsWith("run-") === (kind === "runs"))
    .map((file) => JSON.parse(readFileSync(join(folder, release, file), "utf8")) as OldResource)
    .sort((one, other) => String(one.outputs.createdAt).localeCompare(String(other.outputs.createdAt)));
}

/** The same resource with other ids, wherever they stand in it: `{ wfs_1: "wfs_2" }`. */
export function withIds(resource: OldResource, ids: Readonly<Record<string, string>>): OldResource {
  const text = JSON.stringify(resource).replaceAll(/\b(?:wpid|wfs|wr|o)_\d+\b/g, (id) => ids[id] ?? id);
  return JSON.parse(text) as OldResource;
}

/** The name that the program gave it. */
export function nameOf({ urn }: OldResource): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The inputs that a program of that time gave: without what the resource class adds. */
export function givenInputs({ inputs }: OldResource): Readonly<Record<string, unknown>> {
  const { __provider, origin, ...given } = inputs;
  return given;
}

/**
 * A stack file of these resources for `pulumi stack import`.
 *
 * @param settings what `pulumi stack init` wrote about the stack, with the salt of its passphrase
 */
export function stackFile(resources: readonly OldResource[], settings: string): string {
  const [first] = resources;
  if (first === undefined) throw new Error("A stack file of no resources proves nothing.");
  const [, providerUrn, providerId] = /^(.*)::([^:]*)$/.exec(first.provider) ?? [];
  const providerType = "pulumi:providers:pulumi-nodejs";
  return JSON.stringify({
    version: 3,
    deployment: {
      secrets_providers: { type: "passphrase", state: { salt: /encryptionsalt: (.*)/.exec(settings)?.[1] } },
      resources: [
        { urn: first.parent, custom: false, type: "pulumi:pulumi:Stack" },
        { urn: providerUrn, custom: true, id: providerId, type: providerType },
        ...resources.map((resource) => ({ ...resource, outputs: withSecrets(resource) })),
      ],
    },
  });
}

/** The kept files show what was encrypted; the engine encrypts it again when it finds it marked. */
function withSecrets({ outputs, additionalSecretOutputs = [] }: OldResource): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => {
      if (!additionalSecretOutputs.includes(key)) return [key, value];
      // The signature of a secret: sdk/go/common/resource/sig/sig.go.
      return [
        key,
        {
          "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
          plaintext: JSON.stringify(value),
        },
      ];
    }),
  );
}
