"""The console's texts: one file a language, the same keys in each, plain gaps in braces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from bot.model.noun import Noun
from bot.web.wordings import direction

FOLDER: Final = Path(__file__).parent / "texts"
FALLBACK: Final = "en"
_GAP: Final = re.compile(r"\{([a-z]+)\}")


class Language(Noun, frozen=True):
    """A language that the pages are in. `direction` is `ltr` or `rtl`."""

    code: str
    name: str
    direction: str
    texts: dict[str, str]

    def say(self, key: str, **gaps: object) -> str:
        """The text of that key with its gaps filled."""
        text = self.word(key, "") or languages()[FALLBACK].texts[key]
        return _GAP.sub(lambda found: self._apart(str(gaps[found[1]])) if found[1] in gaps else found[0], text)

    def _apart(self, value: str) -> str:
        """The value as it stands in a text that is written from the right: in its own direction."""
        return f"\u2068{value}\u2069" if self.direction == "rtl" else value

    def word(self, key: str, otherwise: str) -> str:
        """The text of that key, or `otherwise` where this language has none."""
        return self.texts.get(key, otherwise)


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """Every language by its code, that of the house first, read once."""
    read = [_read(file) for file in sorted(FOLDER.glob("*.toml"), key=lambda file: (file.stem != FALLBACK, file.stem))]
    return {one.code: one for one in read}


def _read(file: Path) -> Language:
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    language = found.pop("language")
    return Language(file.stem, language["name"], direction(file.stem), dict(_flat(found)))


def _flat(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def name_of(code: str) -> str:
    """What the language calls itself, where the pages know it; else its tag."""
    found = languages().get(code.lower().partition("-")[0])
    return found.name if found and "-" not in code else code


def chosen(*wished: str, accepts: str = "") -> Language:
    """The first of `wished` that there is; else what the browser would like best; else that of the house."""
    known = languages()
    for code in (*wished, *_accepted(accepts)):
        found = known.get(code.strip().lower().partition("-")[0])
        if found:
            return found
    return known[FALLBACK]


def _accepted(header: str) -> list[str]:
    """The languages of an `Accept-Language`, the most wanted first."""
    found: list[tuple[float, int, str]] = []
    for piece in header[:500].split(","):
        code, _, weight = piece.partition(";")
        try:
            wanted = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            wanted = 0.0
        if code.strip() and wanted > 0:
            found.append((-wanted, len(found), code))
    return [code for _weight, _place, code in sorted(found)]
