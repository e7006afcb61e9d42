import type { Output } from "@pulumi/pulumi";

/** The value of an output, secret or not. */
export function valueOf<Value>(output: Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as Value));
  });
}
