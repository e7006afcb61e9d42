import * as pulumi from "@pulumi/pulumi";

/**
 * The URN that a resource will have, for the hidden input `__origin`. The provider tells resources apart by it. This is
 * a promise, because an output depends on the parent, and a component waits for its children: all would wait forever.
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
