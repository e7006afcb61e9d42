import { ApiError, InvalidRequest, refusal } from "../server/api-error";
import { dictionary, text } from "../server/fields";
import { readBody } from "../server/model";
import type { Route } from "../server/route";
import type { Store, StoredCredential } from "../server/store";

/** The routes that create, read and delete credentials. The sandbox discards their secret part. */
export function credentialRoutes(store: Store): readonly Route[] {
  return [
    {
      method: "POST",
      paths: ["/v1/credentials"],
      readsBody: true,
      handle({ body }) {
        const { name, credential } = readCredential(body);
        const saved = saveCredential(store, name, String(credential.username ?? ""));
        return Response.json(credentialAnswer(saved), { status: 201 });
      },
    },
    {
      method: "GET",
      paths: ["/v1/credentials/:credentialId"],
      handle({ credentialId }) {
        const credential = store.credentials.get(credentialId);
        if (credential === undefined) throw refusal(404, "Credential not found");
        return credentialAnswer(credential);
      },
    },
    {
      method: "POST",
      paths: ["/v1/credentials/:credentialId/delete"],
      handle({ credentialId }) {
        if (store.credentials.delete(credentialId)) return new Response(null, { status: 204 });
        throw refusal(404, `Credential not found, credential_id=${credentialId}`);
      },
    },
  ];
}

/** Stores a password credential with that name. */
export function saveCredential(
  store: Store,
  name: string,
  username: string,
  credentialId = store.newId("cred"),
): StoredCredential {
  const credential = { credentialId, name, username };
  store.credentials.set(credential.credentialId, credential);
  return credential;
}

// Only this route leaves out `input`, because it would be the password.
function readCredential(body: unknown) {
  try {
    return readBody({ name: text, credential_type: text, credential: dictionary }, body);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    const detail = error.failures.map(({ loc, msg, type }) => ({ loc, msg, type }));
    throw new ApiError(error.status, { detail });
  }
}

function credentialAnswer({ credentialId, name, username }: StoredCredential): object {
  return {
    credential_id: credentialId,
    credential: { username, totp_type: "none", totp_identifier: null, has_totp: false },
    credential_type: "password",
    name,
    vault_type: "skyvern",
    browser_profile_id: null,
    tested_url: null,
    user_context: null,
    save_browser_session_intent: false,
    folder_id: null,
  };
}
