"""What `notdate doctor` finds out about a platform: configured, reachable, known there; and the next step."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.settings import Settings

PATIENCE: Final = 6.0
"""Seconds that a platform is waited for."""


class Finding(NamedTuple):
    """One thing about a platform: `result` is `ok`, `warn` or `fail`; `next` says what to do, or is empty."""

    result: str
    what: str
    next: str = ""


def discord(settings: Settings) -> Iterator[Finding]:
    """Whether there is a token, whether Discord answers, and what it knows the bot as."""
    token, api = settings.text("discord_token"), settings.text("discord_api").rstrip("/")
    if not token:
        yield Finding("ok", "not configured; discord.com/developers/applications makes a bot and shows its token")
        return
    agent = "DiscordBot (https://example.org/not-date, 0)"
    asked = urllib.request.Request(f"{api}/users/@me", headers={"Authorization": f"Bot {token}", "User-Agent": agent})
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            me = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 401:
            steps = "In the developer portal, under Bot: Reset Token; set discord_token to it, and start again."
            yield Finding("fail", "Discord does not know this token: it was reset or mistyped", steps)
        else:
            yield Finding("warn", f"Discord answers with error {error.code}", "Try again in a while.")
        return
    except (OSError, ValueError) as error:
        yield Finding("warn", f"{api} cannot be reached ({type(error).__name__})", "Look at the network.")
        return
    yield Finding("ok", f"known as {me.get('username', '?')}")


def telegram(settings: Settings) -> Iterator[Finding]:
    """Whether there is a token, whether Telegram answers, and what it knows the bot as."""
    token, api = settings.text("telegram_token"), settings.text("telegram_api").rstrip("/")
    if not token:
        what = "not configured; to be on Telegram, write to @BotFather there (/newbot) and set telegram_token"
        yield Finding("ok", what)
        return
    try:
        with urllib.request.urlopen(f"{api}/bot{token}/getMe", timeout=PATIENCE) as answer:
            me = json.load(answer)["result"]
    except urllib.error.HTTPError as error:
        if error.code in (401, 404):
            steps = "Ask @BotFather for the token (/token), set telegram_token to it, and start again."
            yield Finding("fail", "Telegram does not know this token: it was revoked or mistyped", steps)
        else:
            yield Finding("warn", f"Telegram answers with error {error.code}", "Try again in a while.")
        return
    except (OSError, ValueError, KeyError) as error:
        # Its text may hold the address that was called, and the token in it.
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
