"""What `notdate doctor` finds out about a platform: configured, reachable, known there; and the next step."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.adapters.matrix.safe import IDENTITY, can_encrypt, folder_of
from bot.settings import Settings

AGENT: Final = "DiscordBot (https://example.org/not-date, 0)"
PATIENCE: Final = 6.0
"""Seconds that a platform is waited for."""
NO_ANSWER: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, http.client.HTTPException)
"""What comes of asking something that is not there, or is no such platform. The text of it may hold what was called,
and the token in it, so only its name is shown."""


class Finding(NamedTuple):
    """One thing about a platform: `result` is `ok`, `warn` or `fail`; `next` says what to do, or is empty."""

    result: str
    what: str
    next: str = ""


def discord(settings: Settings) -> Iterator[Finding]:
    """Whether there is a token, whether Discord answers, and what it knows the bot as."""
    token, api = settings.text("discord_token"), settings.text("discord_api").rstrip("/")
    if not token:
        yield Finding("ok", "not configured; docs/running.md leads from discord.com/developers to a bot that talks")
        return
    unknown = Finding(
        "fail",
        "Discord does not know this token: it was reset or mistyped",
        "In the developer portal, under Bot: Reset Token; put the new one where this one stood, and start again.",
    )
    if not _may_be(token):
        yield unknown
        return
    asked = urllib.request.Request(f"{api}/users/@me", headers={"Authorization": f"Bot {token}", "User-Agent": AGENT})
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            me = dict(json.load(answer))
    except urllib.error.HTTPError as error:
        again = Finding("warn", f"Discord answers with error {error.code}", "Try again in a while.")
        yield unknown if error.code == 401 else again
        return
    except NO_ANSWER as error:
        yield Finding("warn", f"{api} cannot be reached ({type(error).__name__})", "Look at the network.")
        return
    invitation = f"{_INVITATION}&client_id={me.get('id', '?')}"
    yield Finding("ok", f"known as {me.get('username', '?')}; whoever manages a server adds it by {invitation}")


_INVITATION: Final = "https://discord.com/oauth2/authorize?scope=bot+applications.commands&permissions=274877975552"
"""With View Channels, Send Messages, Send Messages in Threads and Read Message History, and no more."""


def _may_be(token: str) -> bool:
    """No token has a blank, an end of a line or an accent in it: one that does was copied with something else."""
    return token.isascii() and token.isprintable() and " " not in token


def telegram(settings: Settings) -> Iterator[Finding]:
    """Whether there is a token, whether Telegram answers, and what it knows the bot as."""
    token, api = settings.text("telegram_token"), settings.text("telegram_api").rstrip("/")
    if not token:
        what = "not configured; to be on Telegram, write to @BotFather there (/newbot) and set telegram_token"
        yield Finding("ok", what)
        return
    unknown = Finding(
        "fail",
        "Telegram does not know this token: it was revoked or mistyped",
        "Ask @BotFather for the token (/token), put it where this one stood, and start again.",
    )
    if not _may_be(token):
        yield unknown
        return
    try:
        with urllib.request.urlopen(f"{api}/bot{token}/getMe", timeout=PATIENCE) as answer:
            me = dict(json.load(answer)["result"])
    except urllib.error.HTTPError as error:
        again = Finding("warn", f"Telegram answers with error {error.code}", "Try again in a while.")
        yield unknown if error.code in (401, 404) else again
        return
    except NO_ANSWER as error:
        kind = type(error).__name__
        yield Finding("warn", f"{api} cannot be reached ({kind})", "Look at the network, and at telegram_api.")
        return
    yield Finding("ok", f"known as @{me.get('username', '?')}")
    if me.get("can_join_groups") is False:
        steps = "If it should: @BotFather, /setjoingroups, Enable."
        yield Finding("warn", "the bot cannot be added to groups", steps)
    secret, public = settings.text("telegram_webhook_secret"), settings.text("public_url")
    if secret and not public.startswith("https://"):
        steps = "Set public_url to the https address of this bot, or leave the secret away; then it asks by itself."
        yield Finding("fail", "telegram_webhook_secret is set, but Telegram could not call public_url", steps)


DOCTOR: Final = "NOTDATE-DOCTOR"
"""The device that looks whether the password is right, and is gone again: on the bot's own it would put the bot out."""


def matrix(settings: Settings) -> Iterator[Finding]:
    """Whether there is an account, whether its homeserver answers and lets it in, whether it can read encrypted rooms,
    and whose invitations it follows."""
    homeserver, user = settings.text("matrix_homeserver").rstrip("/"), settings.text("matrix_user")
    password, token = settings.text("matrix_password"), settings.text("matrix_token")
    if not (homeserver or user):
        what = "not configured; docs/running.md leads from a Matrix account to a bot that talks"
        yield Finding("ok", what)
        return
    missing = [
        name
        for name, value in (
            ("matrix_homeserver", homeserver),
            ("matrix_user", user),
            ("matrix_password", password or token),
        )
        if not value
    ]
    if missing:
        yield Finding("fail", f"not set: {', '.join(missing)}", f"Set {' and '.join(missing)}, and start again.")
        return
    try:
        _answer(f"{homeserver}/_matrix/client/versions")["versions"]
    except urllib.error.HTTPError as error:
        yield _no_homeserver(homeserver, f"answers with error {error.code}, which no Matrix homeserver does here")
        return
    except (OSError, http.client.HTTPException) as error:
        steps = "Look at the network, and whether matrix_homeserver is right: https://, and the name of a server."
        yield Finding("warn", f"{homeserver} cannot be reached ({type(error).__name__})", steps)
        return
    except (ValueError, KeyError, TypeError):
        yield _no_homeserver(homeserver, "answers, but not as a Matrix homeserver")
        return
    yield Finding("ok", f"{homeserver} answers")
    try:
        yield from _account(homeserver, user, password, token, folder_of(settings.database))
    except urllib.error.HTTPError as error:
        yield _not_let_in(error, user, bool(token))
    except NO_ANSWER as error:
        yield Finding("warn", f"{homeserver} stopped answering ({type(error).__name__})", "Try again in a while.")
    yield from _invitations(settings.text("matrix_allow_invites"))


def _account(homeserver: str, user: str, password: str, token: str, keys: Path) -> Iterator[Finding]:
    """Who we are there, what people call us, and whether we read what is encrypted."""
    api = f"{homeserver}/_matrix/client/v3"
    own = token
    if not own:
        login = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
            "device_id": DOCTOR,
            "initial_device_display_name": "Not-Date doctor",
        }
        own = _answer(f"{api}/login", body=login)["access_token"]
    try:
        me = str(_answer(f"{api}/account/whoami", own)["user_id"])
        if user not in (me, me.split(":")[0][1:]):
            steps = "Set matrix_user to that name, or matrix_token to a token of the other account."
            yield Finding("fail", f"logged in as {me}, but matrix_user is {user}", steps)
            return
        name = _name(api, me, own)
        if name:
            yield Finding("ok", f"logged in as {me}; people see and call it {name}")
        else:
            steps = "Give the account a display name; docs/running.md has the line for it."
            yield Finding("warn", f"logged in as {me}, which has no name that people could call it by", steps)
        asked = _answer(f"{api}/keys/query", own, {"device_keys": {me: []}})
        yield from _encryption(keys, bool(asked.get("master_keys")))
    finally:
        if not token:
            _answer(f"{api}/logout", own, {})


def _name(api: str, me: str, token: str) -> str:
    """What people see; empty where there is nothing to see."""
    try:
        return str(_answer(f"{api}/profile/{urllib.parse.quote(me)}", token).get("displayname") or "")
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return ""
        raise


def _encryption(keys: Path, has_identity: bool) -> Iterator[Finding]:
    if not can_encrypt():
        steps = "Install not-date[e2e] instead of not-date (in a checkout: .venv/bin/pip install -e '.[e2e]')."
        yield Finding("warn", "encrypted rooms are not read; most apps make private rooms encrypted", steps)
    elif not keys.exists():
        yield Finding("ok", f"encrypted rooms will be read; their keys will be in {keys}")
    elif keys.stat().st_mode & 0o077:
        yield Finding("warn", f"{keys}, the keys of encrypted rooms, can be read by others", f"chmod 700 {keys}")
    else:
        yield Finding("ok", f"encrypted rooms are read; their keys are in {keys}, readable by you alone")
    if can_encrypt() and has_identity and not (keys / IDENTITY).exists():
        steps = (
            "Set matrix_new_identity to yes, with matrix_password, and start again. That app asks to be verified then."
        )
        what = "another app has set up the account; people's apps may keep encrypted messages from the bot"
        yield Finding("warn", what, steps)


def _not_let_in(error: urllib.error.HTTPError, user: str, with_token: bool) -> Finding:
    if error.code == 401 and with_token:
        steps = "Log in anew for a token, or set matrix_password instead and leave matrix_token away; start again."
        return Finding("fail", "the homeserver does not know matrix_token: it was revoked or mistyped", steps)
    if error.code in (401, 403):
        steps = "Log in with them in any Matrix app; set matrix_user and matrix_password to what works there."
        return Finding("fail", f"the homeserver does not accept the name {user} with its password", steps)
    if error.code == 429:
        return Finding("warn", "the homeserver was asked too often", "Try again in a few minutes.")
    return Finding("warn", f"the homeserver answers with error {error.code}", "Try again in a while.")


def _no_homeserver(address: str, why: str) -> Finding:
    """The address is another one's; a website often says where its homeserver is."""
    try:
        real = _answer(f"{address}/.well-known/matrix/client")["m.homeserver"]["base_url"]
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        real = ""
    steps = f"Set matrix_homeserver to {real}." if real else "Ask whoever runs the homeserver for its address."
    return Finding("fail", f"{address} {why}", steps)


def _invitations(allowed: str) -> Iterator[Finding]:
    names = [name.strip() for name in allowed.split(",") if name.strip()]
    odd = [name for name in names if not re.fullmatch(r"@[^:]+:.+|!.+|\*:.+", name)]
    form = "@you:example.org for a person, *:example.org for everybody on a server, !... for a room"
    if not names:
        steps = f"Set matrix_allow_invites: {form}, with commas between them."
        yield Finding("warn", "nobody can invite the bot, so nobody can talk to it", steps)
    elif odd:
        yield Finding("warn", f"matrix_allow_invites names {', '.join(odd)}, which can never fit", f"Write {form}.")
    else:
        yield Finding("ok", f"whoever fits may invite it: {', '.join(names)}")


def _answer(address: str, token: str = "", body: object = None) -> Any:
    """The JSON that is there. Raises OSError (HTTPError is one), HTTPException and ValueError."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=PATIENCE) as answer:
        return json.load(answer)


def answer(address: str, authorization: str = "") -> Any:
    """The JSON that is there for whoever shows that. Raises one of `NO_ANSWER`."""
    headers = {"User-Agent": AGENT} | ({"Authorization": authorization} if authorization else {})
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=PATIENCE) as found:
        return json.load(found)
