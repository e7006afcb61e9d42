import type { ContractTarget } from "../../contract/contract-account";

/** The real Skyvern server that the environment names. */
export function realServer(): ContractTarget {
  const url = process.env.SKYVERN_BASE_URL;
  const apiKey = process.env.SKYVERN_API_KEY;
  if (url && apiKey) return { url: url.replace(/\/+$/, ""), apiKey };
  throw new Error(
    "This test needs a real Skyvern server: set SKYVERN_BASE_URL and SKYVERN_API_KEY (tools/skyvern-server.sh start prints both).",
  );
}
