import { ApiError, refusal } from "../server/api-error";
import { isJsonObject, RequestFields } from "../server/request-fields";
import type { Route } from "../server/route";
import type { Store, StoredCredential } from "../server/store";

/** The routes that create, list and read credentials. The sandbox discards their secret part. */
export function credentialRoutes(store: Store): readonly Route[] {
  return [
    {
      method: "POST",
      paths: ["/v1/credentials"],
      readsBody: true,
      handle: ({ body }) => Response.json(credentialAnswer(createCredential(store, body)), { status: 201 }),
    },
    {
      method: "GET",
      paths: ["/v1/credentials", "/api/v1/credentials"],
      handle: () => [...store.credentials.values()].map(credentialAnswer),
    },
    {
      method: "GET",
      paths: ["/v1/credentials/:credentialId", "/api/v1/credentials/:credentialId"],
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
        if (!store.credentials.delete(credentialId)) {
          throw refusal(404, `Credential not found, credential_id=${credentialId}`);
        }
        return new Response(null, { status: 204 });
      },
    },
  ];
}

/** Stores a password credential with that name. */
export function saveCredential(store: Store, name: string, username: string): StoredCredential {
  const credential = { credentialId: store.newId("cred"), name, username };
  store.credentials.set(credential.credentialId, credential);
  return credential;
}

function createCredential(store: Store, body: unknown): StoredCredential {
  const fields = new RequestFields(isJsonObject(body) ? body : {});
  const name = fields.requiredString("name");
  fields.requiredString("credential_type");
  const secret = fields.requiredObject("credential");
  if (fields.failures.length > 0) {
    // Only this route leaves out `input`, because it would be the password.
    const detail = fields.failures.map(({ loc, msg, type }) => ({ loc, msg, type }));
    throw new ApiError(422, { detail });
  }
  return saveCredential(store, name, String(secret?.username ?? ""));
}

function credentialAnswer({ credentialId, name, username }: StoredCredential): object {
  return {
    credential_id: credentialId,
    credential: { username, totp_type: "none", totp_identifier: null, has_totp: false },
    credential_type: "password",
    name,
    vault_type: "skyvern",
    browser_profile_id: null,
    auto_profile_disabled: false,
    pin_saved_session_ip: false,
    tested_url: null,
    user_context: null,
    save_browser_session_intent: false,
    run_sequentially: false,
    folder_id: null,
    proxy_location: null,
    proxy_session_id: null,
    created_by: null,
  };
}
