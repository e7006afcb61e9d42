import type { ResourceValidationPolicy } from "@pulumi/policy";
import { plainSecrets, type SecretNames } from "./plain-secrets";
import { describe, isRun, isSchedule } from "./skyvern-resource";

/** The paths that the remediation of a resource found, by URN. */
const found = new Map<string, readonly string[]>();

/**
 * A validation receives unwrapped values and cannot see which ones are secret. A remediation can. The engine calls it
 * before the validation, but only at the level "remediate". This remediation changes nothing: it passes what it found to
 * the validation, whose violations are mandatory.
 */
export const secretParameters: ResourceValidationPolicy = {
  name: "secret-parameters",
  description:
    "Values that look like a password, a token or a key are secrets in the program, so that state encrypts them.",
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
    if (!isSchedule(args) && !isRun(args)) return;
    // Reading the property would unwrap secrets. Its descriptor keeps them wrapped.
    const parameters = Object.getOwnPropertyDescriptor(args.props, "parameters")?.value;
    found.set(args.urn, plainSecrets(parameters, "parameters", args.getConfig<SecretNames>()));
  },
  validateResource(args, reportViolation) {
    if (!isSchedule(args) && !isRun(args)) return;
    const places = found.get(args.urn);
    found.delete(args.urn);
    if (places === undefined) {
      reportViolation(
        `${describe(args)} was not checked: Pulumi shows which values are secret only at the enforcement level "remediate". ` +
          'Set this rule to "remediate" or "disabled".',
      );
    } else if (places.length > 0) {
      reportViolation(
        `${describe(args)} has plain text in ${places.join(", ")}. Write pulumi.secret(…) or config.requireSecret(…), ` +
          "or put it into a Skyvern credential and write the credential's id (cred_…).",
      );
    }
  },
};
