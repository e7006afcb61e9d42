import * as pulumi from "@pulumi/pulumi";

/** A resource as the program sent it to the engine. */
export interface Registered {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The values that were marked as secret, at any depth. */
  readonly secrets: readonly unknown[];
}
const resources = new Map<string, Registered>();
export async function startMocks(answer: (resource: pulumi.runtime.MockResourceArgs) => pulumi.runtime.MockResourceResult) {
  await pulumi.runtime.setMocks({
    newResource(resource) { console.log(JSON.stringify(resource)); resources.set(resource.name, {type: resource.type, inputs: resource.inputs, secrets: []}); return answer(resource); },
    call: () => ({}),
  });
}
export function registered(name: string): Registered { const r = resources.get(name); if (r === undefined) throw new Error("x"); return r; }
