"""What the homeserver is told: nothing leaves this machine, nothing is counted, and nobody is slowed down."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from typing import Any, Final, Literal

SERVER_NAME: Final = "harbour.test"
SECRET: Final = "whoever knows this may make accounts"
"""Synapse's `registration_shared_secret`; the server can be reached from this machine only."""

Limits = Literal["none", "strict"]
MESSAGES_AT_ONCE: Final = 3
"""Under strict limits: what one account may send in a row, before one a second is left."""

_FREE: Final = {"per_second": 1_000_000, "burst_count": 1_000_000}
_SLOW: Final = {"per_second": 1, "burst_count": MESSAGES_AT_ONCE}
_ONE_LIMIT: Final = (
    "rc_registration",
    "rc_registration_token_validity",
    "rc_admin_redaction",
    "rc_joins_per_room",
    "rc_key_requests",
    "rc_3pid_validation",
    "rc_third_party_invite",
    "rc_media_create",
    "rc_delayed_event_mgmt",
    "rc_reports",
    "rc_room_creation",
    "rc_user_directory",
    "rc_profile",
)
_MANY_LIMITS: Final = {
    "rc_login": ("address", "account", "failed_attempts"),
    "rc_joins": ("local", "remote"),
    "rc_invites": ("per_room", "per_user", "per_issuer"),
    "rc_presence": ("per_user",),
}


def config(folder: Path, port: int, limits: Limits) -> dict[str, Any]:
    """Synapse's `homeserver.yaml`, for data in `folder` and a listener for clients on 127.0.0.1:`port`."""
    return {
        "server_name": SERVER_NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "pid_file": str(folder / "homeserver.pid"),
        "media_store_path": str(folder / "media"),
        "max_upload_size": "50M",
        "signing_key_path": str(_signing_key(folder)),
        "registration_shared_secret": SECRET,
        "macaroon_secret_key": "no cookie leaves this machine",
        "form_secret": "nor does a form",
        # The fewest rounds that bcrypt knows: a login takes a millisecond instead of a quarter of a second.
        "bcrypt_rounds": 4,
        "report_stats": False,
        "stats": {"enabled": False},
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        "url_preview_enabled": False,
        "presence": {"enabled": False},
        "push": {"enabled": False},
        "enable_search": False,
        "user_directory": {"enabled": False},
        **_rates(limits),
    }


def _rates(limits: Limits) -> dict[str, Any]:
    """Synapse slows down what is named nowhere, and a client library that waits in silence hides it: all are named."""
    return {
        "rc_message": _SLOW if limits == "strict" else _FREE,
        **dict.fromkeys(_ONE_LIMIT, _FREE),
        **{name: dict.fromkeys(parts, _FREE) for name, parts in _MANY_LIMITS.items()},
    }


def _signing_key(folder: Path) -> Path:
    """The key that this server signs its events with; made once, or its own older events would be a stranger's."""
    path = folder / "signing.key"
    if not path.exists():
        seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        path.write_text(f"ed25519 a_harbour {seed}\n", encoding="ascii")
    return path
