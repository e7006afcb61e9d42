import * as pulumi from "@pulumi/pulumi";
import type { ReferenceSource } from "../schedule-file/resolve/references";

/** The values of `${config:}`, `${secret:}` and `${env:}` in this stack. A key without a colon belongs to the project. */
export function stackValues(environmentVariables: readonly string[] = []): ReferenceSource {
  const configOf = (key: string): readonly [pulumi.Config, string] => {
    const colon = key.indexOf(":");
    return [new pulumi.Config(colon < 0 ? undefined : key.slice(0, colon)), key.slice(colon + 1)];
  };
  return {
    config: (key) => {
      const [config, name] = configOf(key);
      const value = config.get(name);
      return value === undefined ? undefined : { value, isSecret: isSecret(`${config.name}:${name}`) };
    },
    secret: (key) => {
      const [config, name] = configOf(key);
      return config.requireSecret(name);
    },
    environmentVariables: new Set(environmentVariables),
    env: (key) => process.env[key],
    join: (parts) => pulumi.concat(...(parts as pulumi.Input<string>[])),
  };
}

/** The SDK exports `isConfigSecret`, but its types do not declare it. */
function isSecret(key: string): boolean {
  const isConfigSecret: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  return typeof isConfigSecret === "function" && isConfigSecret(key) === true;
}
