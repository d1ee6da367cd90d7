"""Lets us in, on a device whose keys are ours: where those were lost, on another one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.adapters.matrix.line import CallRefused, Line
from bot.adapters.matrix.memory import Memory
from bot.adapters.matrix.safe import Safe

if TYPE_CHECKING:
    from bot.adapters.matrix.keyring import Keyring

NOTE: Final = "device"
LOST: Final = (
    "The keys of the bot's Matrix device {device} are not in {folder}: the folder was lost, or belongs to another bot. "
    "Encrypted rooms are not read. Make a new access token and set NOTDATE_MATRIX_TOKEN to it, or set "
    "NOTDATE_MATRIX_PASSWORD instead, and start again."
)
ANEW: Final = (
    "The keys of the bot's Matrix device {device} were lost, so it has logged in on a new one. What was written in "
    "encrypted rooms in the meantime may stay unread."
)
UNREADABLE: Final = (
    "The keys in {folder} cannot be read ({kind}), and so encrypted Matrix rooms cannot. Bring the folder back from a "
    "copy, or delete it: the next start makes new keys, and what was written until then stays unread."
)
NO_KEYS: Final = "The Matrix homeserver does not take the bot's keys ({refused}); encrypted rooms are not read."
UNSIGNED: Final = (
    "Another Matrix app has set up the bot's account, and so the bot cannot vouch for its own device there: newer apps "
    "keep what people write in encrypted rooms from it. Set NOTDATE_MATRIX_NEW_IDENTITY=yes, with "
    "NOTDATE_MATRIX_PASSWORD, and start again; other apps of that account will want to be verified anew."
)


class Locksmith:
    """Enters, and opens the safe if there is one."""

    def __init__(self, line: Line, memory: Memory, safe: Safe | None, complain: Callable[[str], None]) -> None:
        self._line = line
        self._memory = memory
        self._safe = safe
        self._complain = complain
        self._keyring: Keyring | None = None

    async def enter(self) -> str:
        """We are logged in, on the device that we were on before; returns our user id. Raises `Away`, `CallRefused`."""
        if device := await self._memory.noted(NOTE):
            self._line.device = device
        return await self._line.enter()

    async def unlock(self, me: str) -> Keyring | None:
        """What opens encrypted rooms; None where they cannot be read. Raises `Away` and `CallRefused`."""
        if self._safe is None:
            return None
        # With the extra only.
        from bot.adapters.matrix.keyring import Damaged, Keyring, Lost

        keyring = self._keyring or Keyring(self._line, self._safe, self._memory)
        self._keyring = keyring
        try:
            try:
                await keyring.open(me, self._line.device)
            except Lost:
                if not self._line.has_password:
                    self._complain(LOST.format(device=self._line.device, folder=self._safe.folder))
                    return None
                await self._move(me, keyring)
        except CallRefused as refused:
            refused.raise_if_passing()
            self._complain(NO_KEYS.format(refused=refused))
            return None
        except Damaged as damaged:
            self._complain(UNREADABLE.format(folder=self._safe.folder, kind=damaged))
            return None
        if not keyring.signed:
            self._complain(UNSIGNED)
        return keyring

    async def _move(self, me: str, keyring: Keyring) -> None:
        """We are on a new device, and have forgotten the old one."""
        old, new = self._line.device, f"NOTDATE-{secrets.token_hex(4).upper()}"
        await self._memory.note(NOTE, new)
        await self._line.enter_as(new)
        await keyring.open(me, new)
        self._complain(ANEW.format(device=old))

    def close(self) -> None:
        """Nothing is held open."""
        if self._keyring is not None:
            self._keyring.close()
