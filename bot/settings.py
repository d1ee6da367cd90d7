"""Settings: defaults < `notdate.toml` < `NOTDATE_*` < flags. Each value remembers where it came from."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.model.ids import Address, Platform

FILE: Final = "notdate.toml"
PREFIX: Final = "NOTDATE_"


class SettingsError(Exception):
    """A setting cannot be used; says which, where it stands, what it should be."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: its name, default, and what it means. Secrets are masked when shown, and never logged."""

    name: str
    default: str | int
    meaning: str
    secret: bool = False
    low: int = 0
    high: int = 0


FIELDS: Final = (
    Field("db", "notdate.db", "The SQLite file that keeps everything."),
    Field("host", "127.0.0.1", "Where the web chat listens."),
    Field("port", 8080, "On which port the web chat listens; 0 takes any that is free.", low=0, high=65_535),
    Field("public_url", "", "The web chat's address as browsers know it, where a proxy stands in front of it."),
    Field("community", "this table", "The name of the community, as people know it."),
    Field("operator", "whoever started this program", "Who runs the bot: a name that the members know."),
    Field("contact", "", "How the operator can be reached, shown by `help`."),
    Field(
        "help_text",
        "If you might hurt yourself or somebody might hurt you, call your local emergency number now; "
        "findahelpline.com lists people to talk to, by country.",
        "What a member is pointed to when an answer sounds like distress. Name somebody near them.",
    ),
    Field("retention_days", 365, "Days after a member's last visit until their answers go.", low=1, high=36_500),
    Field("backup_days", 30, "Days that you keep backups: what members are told.", low=0, high=36_500),
    Field("update_backups", 3, "Copies made before updates that are kept; 0 makes none.", low=0, high=100),
    Field("zone", "", "The time zone of whoever has named none, as in Europe/Berlin; empty: this machine's."),
    Field("language", "en", "The language of whoever has chosen none: en, de or ar."),
    Field("decks", "", "A folder of decks of your own, offered beside those that ship."),
    Field("telegram_token", "", "The token of your Telegram bot, from @BotFather.", secret=True),
    Field("telegram_api", "https://api.telegram.org", "A Bot API server; your own, if you run one."),
    Field(
        "telegram_webhook_secret",
        "",
        "With this and `public_url`, Telegram calls the bot instead of being asked. 32 to 256 of A-Z, a-z, 0-9, _, -.",
        secret=True,
    ),
    Field("discord_token", "", "The token of your Discord bot, from the developer portal.", secret=True),
    Field("discord_api", "https://discord.com/api/v10", "The base address of Discord's REST API."),
    Field("matrix_homeserver", "", "The address of the bot's Matrix homeserver: https://matrix.example.org."),
    Field("matrix_user", "", "The bot's Matrix account: @bot:example.org."),
    Field("matrix_password", "", "The password of that account; or set matrix_token.", secret=True),
    Field("matrix_token", "", "An access token of that account; or set matrix_password.", secret=True),
    Field("matrix_allow_invites", "", "Whose invitations the bot follows: user ids, *:server or room ids, by commas."),
    Field("moderators", "", "Who looks after the community: accounts such as telegram:4711, by commas."),
    Field("homes", "", "Groups whose owner and administrators look after the community: telegram:-100123, by commas."),
    Field("adults", "no", "yes: everybody in this community is an adult, so tables pass on contacts if all say yes."),
    Field("metrics_token", "", "Who shows it as a bearer may read /metrics from elsewhere.", secret=True),
    Field("matrix_new_identity", "no", "yes: the bot replaces the verification that another app gave its account."),
    Field("matrix_polls", "no", "yes: in private, Matrix questions with choices are polls. Some apps show none."),
    Field("web_key", "", "Signs the web chat's cookies; made and kept beside the database if empty.", secret=True),
)  # fmt: skip
_BY_NAME: Final = {field.name: field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value and its origin: `default`, the file, the variable or `flag`."""

    field: Field
    value: str | int
    origin: str

    @property
    def shown(self) -> str:
        """The value as it may be shown."""
        return "********" if self.field.secret and self.value else str(self.value)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of this run."""

    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """A setting that is a text."""
        return str(self.values[name].value)

    def number(self, name: str) -> int:
        """A setting that is a whole number."""
        return int(self.values[name].value)

    @property
    def moderators(self) -> frozenset[tuple[Platform, Address]]:
        """The accounts that look after the community. Raises `SettingsError` for what names none."""
        return frozenset(named_account(name, "moderators") for name in _several(self.text("moderators")))

    @property
    def homes(self) -> tuple[tuple[Platform, Address], ...]:
        """The group places whose owner and administrators look after the community. Raises `SettingsError` for what
        names none."""
        found = tuple(dict.fromkeys(_home(name) for name in _several(self.text("homes"))))
        if len(found) > MOST_HOMES:
            raise SettingsError(
                f"homes: these are {len(found)} groups, and at most {MOST_HOMES} can be asked each time."
            )
        return found

    @property
    def database(self) -> Path:
        """The SQLite file, links followed: what is kept beside it (lock, key, erasures) has one place, however it is
        named."""
        return Path(self.text("db")).expanduser().resolve()


AROUND: Final = " \t`\u200e\u200f\u2066\u2067\u2068\u2069"
"""What comes along unseen where a name is copied out of a line, above all of one that is written from the right."""


def named_account(name: str, where: str) -> tuple[Platform, Address]:
    """The platform and the account of `telegram:4711`. Raises `SettingsError`, which begins with `where` it was
    written."""
    platform, _colon, account = name.strip(AROUND).partition(":")
    if not platform or not account:
        raise SettingsError(
            f"{where}: {name!r} names no account. Write the platform, a colon and the account, such as telegram:4711 "
            "or matrix:@ada:example.org, with commas between several."
        )
    return Platform(platform), Address(account)


_HOMES: Final = {"telegram": r"-[0-9]{1,19}", "discord": r"[0-9]{15,20}", "matrix": r"!\S+"}
"""How a place is named that may be a home, by platform."""
MOST_HOMES: Final = 20
"""Each of them is asked whenever somebody uses a word of those who look after the community."""


def _home(name: str) -> tuple[Platform, Address]:
    platform, _colon, place = name.partition(":")
    if not re.fullmatch(_HOMES.get(platform, r"(?!)"), place):
        raise SettingsError(
            f"homes: {name!r} names no group. Write telegram: and the group's number, which begins with a minus; "
            "discord: and the server's number; or matrix: and the room's id, which begins with an exclamation mark; "
            "with commas between several. `notdate doctor` lists the groups that the bot is in."
        )
    return Platform(platform), Address(place)


def _several(text: str) -> list[str]:
    """What stands between the commas."""
    return [name for name in map(str.strip, text.split(",")) if name]


def load(
    flags: Mapping[str, str | int | None], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """The settings of this run. A flag that is None was not given. Raises `SettingsError`."""
    environment = os.environ if environment is None else environment
    file = (folder or Path.cwd()) / FILE
    values = {field.name: Value(field, field.default, "default") for field in FIELDS}
    for name, raw in _read_file(file).items():
        values[name] = _value(name, raw, str(file))
    for field in FIELDS:
        variable = PREFIX + field.name.upper()
        if field.secret and f"{variable}_FILE" in environment:
            values[field.name] = Value(
                field, _read_secret(environment[f"{variable}_FILE"], variable), f"{variable}_FILE"
            )
        if variable in environment:
            values[field.name] = _value(field.name, environment[variable], variable)
    for name, flag in flags.items():
        if flag is not None:
            values[name] = _value(name, flag, f"--{name.replace('_', '-')}")
    return Settings(values)


def _read_file(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}. Mend it, or move it away to use the defaults.") from error
    for name in found:
        if name not in _BY_NAME:
            raise SettingsError(f"{file} sets {name}, which is no setting. There are: {', '.join(_BY_NAME)}.")
    return found


def _value(name: str, raw: object, origin: str) -> Value:
    field = _BY_NAME[name]
    if isinstance(field.default, str):
        if not isinstance(raw, str):
            raise SettingsError(f"{origin}: {name} is a text, so write it in quotes.")
        return Value(field, raw, origin)
    try:
        number = int(str(raw))
    except ValueError:
        raise SettingsError(
            f"{origin}: {name} is a whole number from {field.low} to {field.high}, not {raw!r}."
        ) from None
    if not field.low <= number <= field.high:
        raise SettingsError(f"{origin}: {name} lies between {field.low} and {field.high}, so {number} cannot be.")
    return Value(field, number, origin)


def _read_secret(path: str, variable: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or type(error).__name__) if isinstance(error, OSError) else "it is no text"
        raise SettingsError(
            f"{variable}_FILE names {path}, which cannot be read: {why}. Put the secret into that file, readable by "
            "whoever runs this, or name another."
        ) from error
