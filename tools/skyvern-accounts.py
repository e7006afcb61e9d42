"""Gives the server of tools/skyvern-server.sh further organisations, each with an API key of its own.

  PYTHON tools/skyvern-accounts.py PORT NAME...

PYTHON is what the server script prints as SKYVERN_PYTHON. Each NAME becomes an organisation in the database of the
server on PORT, which may be running: it looks keys up there. One that exists is taken as it is, with its key. Prints
NAME=KEY lines on stdout.

The rows are those that the server writes for its own organisation at its first start, in `setup_local_organization`
of skyvern/cli/mcp.py; the form of keys is what `create_access_token` in skyvern/forge/sdk/core/security.py gives.
"""

import os
import sqlite3
import sys
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from skyvern.config import settings
from skyvern.forge.sdk.db.id import generate_org_id, generate_organization_auth_token_id

LIFETIME = timedelta(weeks=5200)  # as the server's own
PATIENCE = 30  # seconds in which the server ends what it is writing


# The server signs with a short key unless it is set up otherwise; here it listens on loopback.
warnings.filterwarnings("ignore", module="jwt")


def database(port: str) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "pulumi-skyvern" / f"server-{int(port)}" / "skyvern.db"


def account(connection: sqlite3.Connection, name: str) -> str:
    """The key of the organisation of that name, which is made where there is none."""
    domain = f"{name}.accounts.test"
    found = connection.execute(
        "SELECT token FROM organization_auth_tokens JOIN organizations USING (organization_id)"
        " WHERE domain = ? AND token_type = 'api' AND valid",
        [domain],
    ).fetchone()
    if found is not None:
        return found[0]
    organization = generate_org_id()
    now = datetime.now(UTC)
    claims = {"exp": now + LIFETIME, "sub": organization}
    key = jwt.encode(claims, settings.SECRET_KEY, algorithm=settings.SIGNATURE_ALGORITHM)
    written = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    connection.execute(
        "INSERT INTO organizations (organization_id, organization_name, domain, max_steps_per_run,"
        " max_retries_per_step, created_at, modified_at) VALUES (?, ?, ?, 10, 3, ?, ?)",
        [organization, name, domain, written, written],
    )
    connection.execute(
        "INSERT INTO organization_auth_tokens (id, organization_id, token_type, token, encrypted_token,"
        " encrypted_method, valid, created_at, modified_at) VALUES (?, ?, 'api', ?, '', '', 1, ?, ?)",
        [generate_organization_auth_token_id(), organization, key, written, written],
    )
    return key


def main(port: str, names: list[str]) -> None:
    file = database(port)
    if not file.exists():
        sys.exit(f"skyvern-accounts: there is no database {file}; run tools/skyvern-server.sh start {port} first")
    # Opened with mode=rw so that a wrong path makes no empty database.
    connection = sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")  # two at once must not make the same one twice
        keys = [account(connection, name) for name in names]
        connection.execute("COMMIT")
    finally:
        connection.close()
    for name, key in zip(names, keys, strict=True):
        print(f"{name}={key}")


if __name__ == "__main__":
    if len(sys.argv) < 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
