import { type Output, runtime } from "@pulumi/pulumi";

/** A resource as the program sent it to the engine. */
export type Registered = Readonly<Pick<runtime.MockResourceArgs, "type" | "provider">> & {
  readonly inputs: Readonly<Record<string, unknown>>;
};

/** Stands in for the engine: what `answer` says becomes the resource's id and outputs. Returns what was sent, by name. */
export async function mockEngine(
  answer: (resource: runtime.MockResourceArgs) => runtime.MockResourceResult,
  isPreview = false,
): Promise<ReadonlyMap<string, Registered>> {
  const registered = new Map<string, Registered>();
  const mocks: runtime.Mocks = {
    newResource(resource) {
      registered.set(resource.name, resource);
      const { id, state } = answer(resource);
      return { id, state: JSON.parse(JSON.stringify(state), withoutUndefined) };
    },
    call: () => ({}),
  };
  await runtime.setMocks(mocks, "project", "stack", isPreview);
  return registered;
}

/** Makes the package take the mocks for an engine, so that a set asks its account. Call it after `setMocks`. */
export function passForEngine(): void {
  const monitor: unknown = runtime.getMonitor();
  if (typeof monitor !== "object" || monitor === null) throw new Error("there is no monitor");
  const mocks: object = Reflect.get(monitor, "mocks");
  Reflect.set(monitor, "mocks", new Proxy(mocks, { has: () => false }));
}

/** How a secret is marked on its way to the engine (`specialSecretSig` in `@pulumi/pulumi/runtime/rpc`). */
export function markedSecret(value: unknown): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** The value of an output, secret or not. */
export function resolved<Value>(output: Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as Value));
  });
}

/** What is not known is undefined outside a preview, also inside a secret; the engine never answers with that. */
function withoutUndefined(_: string, value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
  return isSecret && !("value" in value) ? undefined : value;
}
