import type { ResourceValidationPolicy } from "@pulumi/policy";
import { plainSecrets, type SecretNames } from "./plain-secrets";
import { describe, runType, scheduleType } from "./skyvern-resource";

/** By URN, what the look at a resource found that comes before its validation. */
const found = new Map<string, readonly string[]>();

/**
 * A validation gets all values unwrapped, and cannot tell which of them are secret. A remediation can, and the
 * engine calls it first, at the level "remediate" alone. This one changes nothing, and leaves what it found to the
 * validation, which the engine counts as mandatory.
 */
export const secretParameters: ResourceValidationPolicy = {
  name: "secret-parameters",
  description: "What looks like a password, a token or a key is a secret in the program, and so in state.",
  enforcementLevel: "remediate",
  configSchema: {
    properties: {
      keys: {
        type: "array",
        items: { type: "string" },
        default: [
          "password",
          "passphrase",
          "pwd",
          "pin",
          "secret",
          "token",
          "apiKey",
          "accessKey",
          "privateKey",
        ],
      },
      except: { type: "array", items: { type: "string" }, default: [] },
    },
  },
  remediateResource(args) {
    if (args.type !== scheduleType && args.type !== runType) return;
    // Reading the property unwraps secrets; its descriptor holds them as they are.
    const parameters = Object.getOwnPropertyDescriptor(args.props, "parameters")?.value;
    found.set(args.urn, plainSecrets(parameters, "parameters", args.getConfig<SecretNames>()));
  },
  validateResource(args, reportViolation) {
    if (args.type !== scheduleType && args.type !== runType) return;
    const places = found.get(args.urn);
    found.delete(args.urn);
    if (places === undefined) {
      reportViolation(
        `${describe(args)} was not looked at: secrets can be told from other values at the enforcement level "remediate" only. ` +
          'Give this rule that level, or "disabled".',
      );
    } else if (places.length > 0) {
      reportViolation(
        `${describe(args)} has plain text in ${places.join(", ")}. Write pulumi.secret(…) or config.requireSecret(…), ` +
          "or put it into a Skyvern credential and write the credential's id (cred_…).",
      );
    }
  },
};
