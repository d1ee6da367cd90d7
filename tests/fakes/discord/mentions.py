"""Whom a message mentions and whom it notifies (developers/resources/message#allowed-mentions-object)."""

from __future__ import annotations

import re
from typing import Final

from tests.fakes.discord.errors import Form
from tests.fakes.discord.model import Account, Json, Pings

_USER: Final = re.compile(r"<@!?(\d+)>")
_ROLE: Final = re.compile(r"<@&(\d+)>")
_EVERYONE: Final = re.compile(r"@(everyone|here)\b")
_KINDS: Final = ("roles", "users", "everyone")


def mentioned_users(content: str) -> list[int]:
    return list(dict.fromkeys(int(found) for found in _USER.findall(content)))


def pings(content: str, allowed: Json | None, replied: Account | None, *, everyone_by_default: bool) -> Pings:
    """Whom the message notifies.

    Without `allowed_mentions`, a regular message parses users, roles and everyone, and pings the author of the
    message it replies to; interactions and webhooks parse users only.
    """
    if allowed is None:
        allowed = {"parse": list(_KINDS) if everyone_by_default else ["users"], "replied_user": True}
    parse = allowed.get("parse") or []
    users = {int(found) for found in _USER.findall(content)}
    roles = {int(found) for found in _ROLE.findall(content)}
    notified = users if "users" in parse else users & {int(id_) for id_ in allowed.get("users") or []}
    if replied is not None and allowed.get("replied_user", False):
        notified = notified | {replied.id}
    called = roles if "roles" in parse else roles & {int(id_) for id_ in allowed.get("roles") or []}
    return Pings("everyone" in parse and bool(_EVERYONE.search(content)), frozenset(notified), frozenset(called))


def check_allowed(form: Form, allowed: Json | None) -> None:
    """Lists hold at most 100 ids, and naming a kind both in `parse` and as a list is refused."""
    if allowed is None:
        return
    for kind in allowed.get("parse") or []:
        if kind not in _KINDS:
            form.wrong(("allowed_mentions", "parse"), "BASE_TYPE_CHOICES", f"Value must be one of {_KINDS}.")
        elif kind != "everyone" and allowed.get(kind):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.wrong(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    for kind in ("users", "roles"):
        if len(allowed.get(kind) or []) > 100:
            form.wrong(("allowed_mentions", kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
