"""The small parts: emphasis, limits, forms, vendored files, and what no page of ours may hold."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from bot.web import forms
from bot.web.emphasis import mark_up
from bot.web.limits import Buckets, Full, Seats
from bot.web.static import FOLDER, NAMES

TEMPLATES = FOLDER.parent / "templates"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("*so*", "<em>so</em>"),
        ("**so**", "<strong>so</strong>"),
        ("**infinity** or **zero**?", "<strong>infinity</strong> or <strong>zero</strong>?"),
        ("a *b c* d", "a <em>b c</em> d"),
        ("2*3*4", "2*3*4"),
        ("* a * b *", "* a * b *"),
        ("*a\nb*", "*a\nb*"),
        ("**", "**"),
        ("***", "***"),
        ("«*so*» *so*", "«<bdi>*so*</bdi>» <em>so</em>"),
        ("*«zero»*", "<em>«<bdi>zero</bdi>»</em>"),
        ("«**a»b**", "«<bdi>**a</bdi>»b**"),
        ("*<b>*", "<em>&lt;b&gt;</em>"),
        ("«<b>»", "«<bdi>&lt;b&gt;</bdi>»"),
        ("\0«a»\0", "«<bdi>a</bdi>»"),
        ("«open *so*", "«open <em>so</em>"),
        ("say `skip`, or `forget me`.", 'say <code class="word">skip</code>, or <code class="word">forget me</code>.'),
        ("`*so*` *so*", '<code class="word">*so*</code> <em>so</em>'),
        ("*say `skip`*", '<em>say <code class="word">skip</code></em>'),
        ("«`skip`» `skip`", '«<bdi>`skip`</bdi>» <code class="word">skip</code>'),
        ("`a «b` c»", "`a «<bdi>b` c</bdi>»"),
        ("`<b>`", '<code class="word">&lt;b&gt;</code>'),
        ("` a ` `` `", "` a ` `` `"),
    ],
)
def test_emphasis(text: str, shown: str) -> None:
    """Marks become elements, quotes stay as they are, everything is escaped."""
    assert str(mark_up(text)) == shown


def test_only_marks_become_elements() -> None:
    """Whatever is put in, no tag but em, strong, code and bdi comes out."""
    alphabet = ["*", "**", "`", "«", "»", "<b>", "&", "\0", "\n", "x", " "]
    for n in range(20_000):
        text = "".join(alphabet[(n * 7919 + i * i * 31 + (n >> i)) % len(alphabet)] for i in range(9))
        tags = set(re.findall("<[^>]*>", str(mark_up(text))))
        assert tags <= {"<em>", "</em>", "<strong>", "</strong>", "<bdi>", "</bdi>", '<code class="word">', "</code>"}


def test_a_bucket_empties_and_refills() -> None:
    """A burst, then a pause that is told exactly."""
    now = 0.0
    buckets = Buckets(2, 0.5, monotonic=lambda: now)
    assert [buckets.wait("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    assert buckets.wait("b") == 0.0
    now = 2.0
    assert [buckets.wait("a"), buckets.wait("a")] == [0.0, 2.0]


def test_buckets_do_not_grow_for_ever() -> None:
    """Only the keys used last are remembered."""
    buckets = Buckets(1, 1.0, remembered=3)
    for n in range(100):
        buckets.wait(str(n))
    assert len(buckets._levels) == 3


def test_seats_are_counted_for_each_and_for_all() -> None:
    """Full says whose limit it was, and a seat that is left is free."""
    seats = Seats(each=1, total=2)
    with seats.taken("a"), seats.taken("b"):
        with pytest.raises(Full) as full, seats.taken("c"):
            pass
        assert full.value.everywhere
    with seats.taken("a"):
        with pytest.raises(Full) as full, seats.taken("a"):
            pass
        assert not full.value.everywhere


def test_a_form_with_too_many_fields_is_none_of_ours() -> None:
    """A flood of fields is quarantined, not worked through."""
    with pytest.raises(forms.Undecodable):
        forms.decode(b"&".join(b"a=1" for _ in range(17)))


def test_vendored_files_are_what_their_list_says() -> None:
    """Each file's SHA-256 is in the table beside it."""
    for folder in (FOLDER / "vendor", Path(__file__).parent.parent / "browser" / "vendor"):
        listed = dict(re.findall(r"\| `([^`]+\.js)` \|.*`([0-9a-f]{64})`", (folder / "VENDORED.md").read_text()))
        assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
        assert listed


def test_every_static_file_is_listed() -> None:
    """What is in the folder is served, but for the notes beside vendored files."""
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in {".css", ".js", ".svg"}}
    assert files == set(NAMES)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_nothing_is_inline(path: Path) -> None:
    """No script, style or handler in a template, nothing marked safe, nothing from elsewhere."""
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|hx-on|\|\s*safe|autoescape|https?://", text)


def test_our_script_makes_no_markup_from_text() -> None:
    """`textContent` only, and short enough to read."""
    for name in ("chat.js", "file.js"):
        text = (FOLDER / name).read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(", text)
        assert len(text.splitlines()) < 150
