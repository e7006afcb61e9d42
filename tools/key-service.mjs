import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** The words of HashiCorp Vault before what it encrypted. */
const prefix = "vault:v1:";

/**
 * Starts what Pulumi's secrets provider `hashivault://` uses of HashiCorp Vault, on loopback. With a passphrase, each
 * command that changes or reads a stack makes its key in a million rounds, 0.3 seconds of the processor. Nothing that the
 * tests encrypt is a secret, so this hides nothing.
 *
 * @returns {Promise<{env: Readonly<Record<string, string>>, close: () => void}>} `env`: for the engine and the tests.
 */
export async function startKeyService() {
  const server = createServer(async (request, response) => {
    const asked = JSON.parse(await text(request));
    const data = request.url?.startsWith("/v1/transit/encrypt/")
      ? { ciphertext: prefix + asked.plaintext }
      : { plaintext: asked.ciphertext.slice(prefix.length) };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    env: {
      PULUMI_SKYVERN_SECRETS_PROVIDER: "hashivault://tests",
      VAULT_SERVER_URL: `http://127.0.0.1:${address.port}`,
      VAULT_SERVER_TOKEN: "of-the-tests",
    },
    close: () => server.close(),
  };
}
