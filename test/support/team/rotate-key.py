"""Replaces the API key of an organisation that tools/skyvern-accounts.py made.

  PYTHON test/support/team/rotate-key.py PORT NAME

The new key counts at once. The old one is refused as soon as the server forgets that it was good, which takes up to a
minute. Prints the new key. The rows are changed as the server does it for its own organisation, in
`regenerate_local_api_key` of skyvern/forge/sdk/services/local_org_auth_token_service.py.
"""

import runpy
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import jwt
from skyvern.config import settings
from skyvern.forge.sdk.db.id import generate_organization_auth_token_id

accounts = runpy.run_path(str(Path(__file__).parents[3] / "tools" / "skyvern-accounts.py"))


def rotate(connection: sqlite3.Connection, name: str) -> str:
    (organization,) = connection.execute(
        "SELECT organization_id FROM organizations WHERE domain = ?", [f"{name}.accounts.test"]
    ).fetchone()
    now = datetime.now(UTC)
    claims = {"exp": now + accounts["LIFETIME"], "sub": organization}
    key = jwt.encode(claims, settings.SECRET_KEY, algorithm=settings.SIGNATURE_ALGORITHM)
    written = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    connection.execute(
        "UPDATE organization_auth_tokens SET valid = 0, modified_at = ?"
        " WHERE organization_id = ? AND token_type = 'api'",
        [written, organization],
    )
    connection.execute(
        "INSERT INTO organization_auth_tokens (id, organization_id, token_type, token, encrypted_token,"
        " encrypted_method, valid, created_at, modified_at) VALUES (?, ?, 'api', ?, '', '', 1, ?, ?)",
        [generate_organization_auth_token_id(), organization, key, written, written],
    )
    return key


def main(port: str, name: str) -> None:
    file = accounts["database"](port)
    connection = sqlite3.connect(
        f"{file.as_uri()}?mode=rw", uri=True, timeout=accounts["PATIENCE"], isolation_level=None
    )
    try:
        connection.execute("BEGIN IMMEDIATE")
        key = rotate(connection, name)
        connection.execute("COMMIT")
    finally:
        connection.close()
    print(key)


if __name__ == "__main__":
    main(*sys.argv[1:])
