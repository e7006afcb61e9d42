import * as pulumi from "@pulumi/pulumi";

export interface ProviderArgs {
  /**
   * The name of the environment variable that holds the API key. Better than {@link ProviderArgs.apiKey}: the
   * key is then never in state, and after a rotation refresh and destroy use the new one.
   */
  readonly apiKeyEnv?: pulumi.Input<string>;
  /** The API key. It is stored in state, encrypted; refresh and destroy use the stored one. */
  readonly apiKey?: pulumi.Input<string>;
  /** The API's address. @default SKYVERN_BASE_URL, then https://api.skyvern.com */
  readonly baseUrl?: pulumi.Input<string>;
  /** Allow plain http to another machine, which sends the key readable. @default false */
  readonly allowInsecure?: pulumi.Input<boolean>;
  /** Check `workflowId` and `parameters` against the live workflow. @default true */
  readonly checkWorkflows?: pulumi.Input<boolean>;
}

/**
 * A Skyvern account other than the one of the stack's configuration: pass it to resources as
 * `{ provider }`. Without a key it uses SKYVERN_API_KEY.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const { apiKey, ...rest } = args;
    const settings = Object.entries({
      ...rest,
      ...(apiKey === undefined ? {} : { apiKey: pulumi.secret(apiKey) }),
    });
    // A provider's configuration holds strings only.
    const properties = settings.map(([key, value]) => [
      `skyvern:${key}`,
      pulumi
        .output(value)
        .apply((known) => (known === undefined || known === null ? undefined : String(known))),
    ]);
    super("pulumi-nodejs", name, Object.fromEntries(properties), options);
  }
}
