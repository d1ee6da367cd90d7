"""Files meant to hurt. Run as a program it reads each in turn and prints what that took, one JSON line each.

A process of its own, so that a crash is a result and not the end of the tests, and so that memory can be measured: the
C parser's is not seen by tracemalloc, and the peak of a process can be reset (on Linux).
"""

from __future__ import annotations

import json
import pathlib
import random
import re
import resource
import sys
import time
from collections.abc import Callable

HEAD = b"schema: 1\nid: a\ntitle: t\nlanguage: en\nauthor: a\nlicence: l\ndescription: d\nversion: 1.0.0\nquestions:\n"


ROW = b"  - {id: a#, kind: open, depth: 1, text: Which of all?, default: {say: [a, b], ask: What?}}\n"


def _laughs() -> bytes:
    rows = [b'a: &a ["lol"]']
    rows += [b"%c: &%c [%s]" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)]
    return b"\n".join(rows)


def _merges() -> bytes:
    rows = [b"k0: &k0 {a: b}"] + [b"k%d: &k%d {<<: [*k%d, *k%d]}" % (n, n, n - 1, n - 1) for n in range(1, 30)]
    return b"\n".join(rows)


def _questions(row: bytes, count: int) -> bytes:
    return HEAD + b"".join(row.replace(b"#", str(n).encode()) for n in range(count))


def _look_alikes() -> bytes:
    """Names that have all letters in common, so that no quick comparison tells them apart."""
    letters = b"abcdefghijklmnopqrstuvwxyz0123456789-"
    names = [letters[n % 37 :] + letters[: n % 37] + b"%d" % n for n in range(1_000)]
    themes = b", ".join(b"{id: %s}" % name for name in names)
    hears = b", ".join(b"s%d: %s" % (n, name[::-1]) for n, name in enumerate(names))
    return HEAD + b"  - {id: q, kind: open, themes: [" + themes + b"], hears: {" + hears + b"}}\n"


def _anagrams(count: int, shared: int, own: int) -> bytes:
    """Questions that share two words of three; the third is the same letters in another order, so none is a twin."""
    row = ROW.replace(b"kind: open", b"kind: mission")
    rows = []
    for n in range(count):
        order = random.Random(n)
        words = [b"w%d" % m for m in range(shared)]
        words += ["".join(order.sample("bcdfghklm", 7)).encode() for _ in range(own)]
        rows.append(row.replace(b"#", b"%d" % n).replace(b"of all", b" ".join(words)))
    return HEAD + b"".join(rows) + rows[0]


def _lists_of_lists() -> bytes:
    lists = b"".join(b"  l%d: [%s]\n" % (n, b", ".join(b"w%d-%d" % (n, m) for m in range(400))) for n in range(200))
    likes = b", ".join(b'"@l%d"' % n for n in range(200))
    return b"lists:\n" + lists + _questions(b"  - {id: q#, themes: [{id: a, like: [" + likes + b"]}]}\n", 400)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "brackets, 200 kB": (lambda: b"[" * 200_000, "depth"),
    "brackets, 2 MB": (lambda: b"[" * 1_999_999, "depth"),
    "brackets, closed": (lambda: b"[" * 900_000 + b"]" * 900_000, "depth"),
    "braces": (lambda: b"{a: " * 499_999, "depth"),
    "dashes": (lambda: b"- " * 999_999, "depth"),
    "question marks": (lambda: b"? " * 999_999, "depth"),
    "indentation": (lambda: b"\n".join(b" " * n + b"a:" for n in range(1_900)), "depth"),
    "aliases, billion laughs": (_laughs, "anchor"),
    "aliases, recursive": (lambda: b"a: &a [*a]\n", "anchor"),
    "merges": (_merges, "merge"),
    "anchor of 1 MB": (lambda: b"a: &" + b"x" * 1_000_000 + b" b\n", "anchor"),
    "python tags": (lambda: b"a: !!python/object/apply:os.system [echo]\n", "tag"),
    "tag directives": (lambda: b"%TAG ! tag:a,2000:\n---\na: !b c\n", "tag"),
    "scalar of 2 MB": (lambda: b"a: " + b"x" * 1_999_000, "too-long"),
    "quoted scalar of 2 MB": (lambda: b'a: "' + b"\\n" * 900_000 + b'"', "missing"),
    "escapes beyond Unicode": (lambda: b'a: "\\UFFFFFFFF"', "syntax"),
    "escaped surrogate": (lambda: b'a: "\\uD800"', "syntax"),
    "escaped zero": (lambda: b'a: "\\0"', "character"),
    "block scalar of 2 MB": (lambda: b"a: |\n" + b" x\n" * 600_000, "too-long"),
    "key of 2 MB": (lambda: b"? " + b"k" * 1_900_000 + b"\n: a\n", "too-long"),
    "whole number of 600 kB": (lambda: b"a: " + b"9" * 600_000, "too-long"),
    "base-60 number": (lambda: b"a: " + b":".join([b"59"] * 200_000), "too-long"),
    "duplicate keys": (lambda: b"a: b\n" * 100_000, "duplicate-key"),
    "many keys": (lambda: b"".join(b"k%d: a\n" % n for n in range(150_000)), "nodes"),
    "many samples": (
        lambda: HEAD + b"  - {hears: {" + b"".join(b'"%d": a, ' % n for n in range(100_000)) + b"}}\n",
        "nodes",
    ),
    "many values": (lambda: b"a: [" + b"b," * 999_000 + b"]", "nodes"),
    "many questions": (lambda: _questions(b'  - {id: a#, text: "Which one of them?"}\n', 40_000), "nodes"),
    "empty questions": (lambda: _questions(b"  -\n", 300_000), "empty"),
    "questions of nothing": (lambda: _questions(b"  - {}\n", 9_900), "missing"),
    "same question": (lambda: _questions(ROW, 9_900), "duplicate-question"),
    "same words": (
        lambda: _questions(b"  - {id: a#, text: Which is w# and blue and red?}\n", 9_900),
        "missing",
    ),
    "anagrams of 2,000 characters": (lambda: _anagrams(450, 240, 100), "too-long"),
    "anagrams of 160 characters": (lambda: _anagrams(1_400, 20, 9), "duplicate-id"),
    "suggestions": (_look_alikes, "unknown-branch"),
    "lists in every theme": (_lists_of_lists, "too-many"),
    "gaps and nothing else": (lambda: _questions(b'  - {id: a#, text: "' + b"{" * 900 + b'"}\n', 1_500), "braces"),
    "faults everywhere": (
        lambda: _questions(b'  - {id: A, themes: [{like: [x, "@z"], say: ["{said}!??"], ask: "{b} <b>"}]}\n', 9_900),
        "unknown-list",
    ),
    "tabs": (lambda: b"a:\n" + b"\t" * 1_000_000 + b"- b", "tab"),
    "comment of 2 MB": (lambda: b"#" * 1_999_999, "empty"),
    "blank lines": (lambda: b"\n" * 1_999_999, "empty"),
    "documents": (lambda: b"---\n" * 400_000, "documents"),
    "zeros": (lambda: b"\0" * 1_000_000, "character"),
    "one zero": (lambda: b"a: b\0c", "character"),
    "UTF-16": (lambda: "a: b\n".encode("utf-16") * 1_000, "encoding"),
    "Latin-1": (lambda: "é: b\n".encode("latin-1") * 100_000, "encoding"),
    "100 MB": (lambda: b"a" * 100_000_000, "size"),
    "100 MB of zeros": (lambda: bytes(100_000_000), "size"),
}
"""What is read, and one code that must be among the findings."""


def _peak() -> int:
    """The most memory that this process has had since `_forget_peak`, in kB."""
    status = pathlib.Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _forget_peak() -> None:
    clear = pathlib.Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def _measure(name: str) -> dict[str, object]:
    from bot.decks.reading import read

    data = HOSTILE[name][0]()
    _forget_peak()
    before, start = _peak(), time.process_time()
    reading = read(data, name)
    seconds = time.process_time() - start
    codes = sorted({fault.code for fault in reading.diagnostics})
    longest = max((len(str(fault)) for fault in reading.diagnostics), default=0)
    megabytes = (_peak() - before) / 1024
    return {"name": name, "seconds": seconds, "megabytes": megabytes, "codes": codes, "longest": longest,
            "deck": reading.deck is not None}  # fmt: skip


if __name__ == "__main__":
    for row in sys.argv[1:] or HOSTILE:
        print(json.dumps(_measure(row)), flush=True)
