import { accountKey, type ConfigurationReader, readSettings } from "../provider/settings";
import { createClient, type SkyvernClient } from "../skyvern/client";

const clients = new Map<string, SkyvernClient>();

/** A client for the program itself; one for each account. @throws SkyvernError `configuration` */
export function lookupClient(configuration: ConfigurationReader): SkyvernClient {
  const settings = readSettings(configuration);
  const key = accountKey(settings);
  const client = clients.get(key) ?? createClient(settings);
  clients.set(key, client);
  return client;
}
