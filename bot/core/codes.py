"""Codes that one person reads to another: short, hard to guess, and hard to take for another."""

from __future__ import annotations

import re
from typing import Final

from bot.core.dice import Dice

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what is easily taken for something else."""
LENGTH: Final = 8
"""Letters of a code: 40 bits."""

_CODE: Final = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def draw(chance: int) -> str:
    """A new code."""
    dice = Dice(chance)
    return "".join(ALPHABET[dice.throw(len(ALPHABET))] for _ in range(LENGTH))


def spelled(code: str) -> str:
    """As it is shown: two halves."""
    return f"{code[:4]}-{code[4:]}"


def code_in(text: str) -> str:
    """The code that somebody typed, as it was given out; empty where it can be none."""
    plain = text.upper().replace("-", "").replace(" ", "")
    return plain if _CODE.fullmatch(plain) else ""
