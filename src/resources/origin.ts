import * as pulumi from "@pulumi/pulumi";

/**
 * The URN that a resource will have, for the hidden input `origin` by which the provider tells resources apart. A
 * promise: an output depends on the parent, and a component waits for its children, so all would wait forever.
 */
export function originOf(
  type: string,
  name: string,
  options: pulumi.CustomResourceOptions | undefined,
): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, options?.parent).apply(resolve);
  });
}
