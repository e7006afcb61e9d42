import { isSkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import { CommandFailure } from "../usage";
import type { StackEngine } from "./stack-engine";

// The client is loaded here: most commands do not need it.
const lookup = (): typeof import("../../lookup/lookup-client") => require("../../lookup/lookup-client");

/**
 * A client for the account of an API key in the environment. No stack's configuration is read.
 *
 * @param variable the environment variable with the key
 * @throws CommandFailure if the key is missing or invalid
 */
export function accountClient(variable = "SKYVERN_API_KEY"): SkyvernClient {
  return withSentence(() =>
    lookup().lookupClient((key) => (key === "skyvern:apiKeyEnv" ? variable : undefined)),
  );
}

/**
 * A client for the account of a stack's configuration, or else of the environment, as the stack's resources reach it.
 *
 * @param variable the environment variable with the key, instead of the stack's own key
 * @throws CommandFailure if the stack or the key is missing
 */
export async function stackClient(
  engine: StackEngine,
  stack: string,
  variable?: string,
): Promise<SkyvernClient> {
  const configuration = await engine.configuration(stack);
  const values = new Map(configuration);
  if (variable !== undefined) values.set("skyvern:apiKeyEnv", variable);
  return withSentence(() => lookup().lookupClient((key) => values.get(key)));
}

function withSentence<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
  }
}
