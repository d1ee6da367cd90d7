"""Colours and letters that pages share stand in one file, which every page loads before its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.web.static import FILES, FOLDER

FRAMES = {"chat.css": "frame.html", "console.css": "console/frame.html"}
_SET = re.compile(r"(--[a-z-]+):")


def properties(name: str) -> set[str]:
    """What the file gives a name to."""
    return set(_SET.findall((FOLDER / name).read_text(encoding="utf-8")))


def test_nothing_is_named_twice() -> None:
    """Neither beside the palette nor in two pages."""
    assert len(properties("palette.css")) >= 9
    assert properties("palette.css") & (properties("chat.css") | properties("console.css")) == set()
    assert properties("chat.css") & properties("console.css") == set()


@pytest.mark.parametrize("own", FRAMES)
def test_a_page_has_what_it_uses(own: str) -> None:
    """Each name that its file uses is in that or in the palette, which stands before it in the page."""
    used = set(re.findall(r"var\((--[a-z-]+)", (FOLDER / own).read_text(encoding="utf-8")))
    assert used - properties("palette.css") - properties(own) == set()
    frame = (Path(FOLDER).parent / "templates" / FRAMES[own]).read_text(encoding="utf-8")
    assert 0 < frame.index("static('palette.css')") < frame.index(f"static('{own}')")
    assert "palette.css" in FILES
