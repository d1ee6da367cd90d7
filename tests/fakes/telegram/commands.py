"""The menu of commands, per scope and language."""

from __future__ import annotations

import json

from tests.fakes.telegram.account import Account
from tests.fakes.telegram.errors import bad
from tests.fakes.telegram.nouns import Json
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.validation import checked_commands
from tests.fakes.telegram.world import World


def set_commands(world: World, account: Account, params: Params) -> bool:
    """[D setMyCommands]; an empty list deletes."""
    commands = checked_commands(params.json("commands", "list of bot commands JSON object"))
    account.commands[_key(params)] = commands
    return True


def get_commands(world: World, account: Account, params: Params) -> list[Json]:
    """[D getMyCommands]: of exactly this scope and language."""
    return account.commands.get(_key(params), [])


def delete_commands(world: World, account: Account, params: Params) -> bool:
    """[D deleteMyCommands]"""
    account.commands.pop(_key(params), None)
    return True


def _key(params: Params) -> str:
    scope = params.json("scope", "BotCommandScope JSON object") or {"type": "default"}
    if not isinstance(scope, dict) or "type" not in scope:
        raise bad("can't parse BotCommandScope")
    return json.dumps([scope, params.text("language_code")], sort_keys=True)
