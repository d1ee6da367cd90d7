"""Ways in to the console: what is kept is a number, and only whoever has the key makes the code of it."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Final

ENTER: Final = "/console/enter"
_NUMBER: Final = 16
"""Hexadecimal digits of the number; of the rest of the code are 128 bits that nobody guesses."""
_PROOF: Final = 32


class Tickets:
    """Makes codes and reads them back. `address` says where the pages are, empty where they are not served."""

    def __init__(self, key: bytes, address: Callable[[], str]) -> None:
        self._key = key
        self._address = address

    def link(self, ticket: int) -> str:
        """Where a browser comes in by that ticket; empty where there are no pages.

        The code stands behind a `#`: no browser sends that anywhere, so that neither a chat's look at the link, nor a
        proxy's log, nor the next page hears of it. The page's script puts it into a form.
        """
        address = self._address()
        return f"{address}{ENTER}#{self.code(ticket)}" if address else ""

    def code(self, ticket: int) -> str:
        """The code of that ticket, always the same."""
        number = f"{ticket:0{_NUMBER}x}"
        return number + hmac.digest(self._key, b"notdate.console.entry." + number.encode(), "sha256").hex()[:_PROOF]

    def read(self, code: str) -> int | None:
        """The ticket of that code; None for what is no code of ours."""
        code = "".join(code.split()).rpartition("#")[2].lower()
        if len(code) != _NUMBER + _PROOF or not set(code) <= set("0123456789abcdef"):
            return None
        ticket = int(code[:_NUMBER], 16)
        return ticket if hmac.compare_digest(self.code(ticket), code) else None
