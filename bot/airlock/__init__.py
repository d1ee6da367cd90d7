"""HOLDS OFF. A file that somebody brings is read in a process of its own, which may take so much and no more.

What lives here: the child that reads, its limits, the pipe between, and how what came of it would look. What must not:
a decision about the file, which `decks.brought` makes; the settings, which the child never sees. How to add a limit: in
`limits.limit`, with a test that meets it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final, NamedTuple

import msgspec
import msgspec.structs

from bot.decks.remarks import Remark, Sentences, remark
from bot.model.deck import Question
from bot.model.noun import Noun
from bot.model.upload import LARGEST, Report
from bot.written import seal

if TYPE_CHECKING:
    from bot.decks.brought import Brought, Library

SECONDS: Final = 20.0
"""From the start of the child to its report. 10,000 questions take three."""
MEGABYTES: Final = 400
"""What reading may take on top of what the child has at its start."""
REPORT_LIMIT: Final = 64_000_000
"""Bytes of a report. A deck of the largest file is a quarter of it."""
SHOWN: Final = 3
"""Questions that are shown as each platform would."""


class Allowance(Noun, frozen=True):
    """How much the child may take: seconds by the clock, seconds of a processor, and megabytes."""

    seconds: float = SECONDS
    processor: int = int(SECONDS)
    megabytes: int = MEGABYTES


class Request(Noun, frozen=True):
    """What the child is told before the file itself. Behind this come the decks on offer, of these lengths, encoded;
    then the file."""

    name: str
    allowance: Allowance
    questions: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, int], ...] = ()
    decks: tuple[int, ...] = ()
    sentences: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """What is found is told in these (`prompts/<language>/findings.toml`), where a report is wanted."""
    report: bool = False
    """A report is wanted, and the deck encoded, instead of all that was found."""


class Outcome(Noun, frozen=True):
    """What came of a file, small enough to be looked at by whoever must not be kept waiting: the report, the ids of all
    questions and what is to be seen of the first of them. `version` is the deck's own name for this version."""

    report: Report
    ids: tuple[str, ...] = ()
    first: tuple[Question, ...] = ()
    version: str = ""


def bring_held_off(
    data: bytes,
    name: str,
    library: Library | None = None,
    decks: Sequence[bytes] = (),
    allowance: Allowance | None = None,
) -> Brought:
    """What came of these bytes, read in a limited process, beside these encoded decks, of which the one that they are a
    new version of is left out. Never raises over the bytes; blocks until it is known."""
    # The readers are a quarter of a second, and a bot that runs has no use for them on this side.
    from bot.decks.brought import Brought, Library
    from bot.decks.diagnostic import finding

    allowance = allowance or Allowance()
    if len(data) > LARGEST:
        large = _too_large(data)
        return Brought(name, "", 0, None, (finding(name, (0, 0), large.code, large.what),))
    library = library or Library()
    name = name.encode("utf-8", "replace").decode()
    request = Request(name, allowance, tuple(library.questions), tuple(library.labels.items()), tuple(map(len, decks)))
    came = _run(request, b"".join((*decks, data)))
    if isinstance(came, bytes):
        try:
            return msgspec.json.decode(came, type=Brought)
        except msgspec.MsgspecError:
            came = _out_of_room(allowance)
    return Brought(name, "", 0, None, (finding(name, (0, 0), came.code, came.what),))


def examine_held_off(
    data: bytes,
    name: str,
    labels: Mapping[str, int],
    decks: Sequence[bytes] = (),
    sentences: Mapping[str, Mapping[str, str]] | None = None,
    allowance: Allowance | None = None,
) -> tuple[Outcome, bytes]:
    """The report on these bytes, and the deck that came of them, encoded (empty where none did). All reading is done in
    a limited process, that of the decks on offer included: here nothing grows with the file but its own bytes.

    Never raises over the bytes; blocks until it is known.
    """
    allowance = allowance or Allowance()
    name = name.encode("utf-8", "replace").decode()
    if len(data) > LARGEST:
        return _given_up(name, _too_large(data), sentences)
    sizes, told = tuple(map(len, decks)), {code: dict(own) for code, own in (sentences or {}).items()}
    request = Request(name, allowance, (), tuple(labels.items()), sizes, told, report=True)
    came = _run(request, b"".join((*decks, data)))
    if isinstance(came, bytes):
        length = int.from_bytes(came[:8], "big")
        try:
            outcome = msgspec.json.decode(came[8 : 8 + length], type=Outcome)
        except msgspec.MsgspecError:
            came = _out_of_room(allowance)
        else:
            body = came[8 + length :]
            if not body:
                return outcome, b""
            report = msgspec.structs.replace(outcome.report, hash=seal(body))
            return msgspec.structs.replace(outcome, report=report), body
    return _given_up(name, came, sentences)


class _Why(NamedTuple):
    """The code of what happened, and the sentence."""

    code: str
    what: Remark


def find_stems(body: bytes) -> bytes:
    """Where the stems of that encoded deck lead, encoded in slices; found in a limited process, beside which nobody who
    talks is slower. Empty where that did not come about."""
    came = _run(Request("", Allowance()), body, "bot.airlock.stems")
    return came if isinstance(came, bytes) else b""


def _given_up(name: str, why: _Why, sentences: Mapping[str, Mapping[str, str]] | None) -> tuple[Outcome, bytes]:
    return Outcome(Report(name, wrong=((0, Sentences(sentences).said(why.what)),))), b""


def _too_large(data: bytes) -> _Why:
    form = "{size} bytes; a list has at most {most}: bring it in parts"
    return _Why("size", remark(form, size=f"{len(data):,}", most=f"{LARGEST:,}"))


def _run(request: Request, data: bytes, module: str = "bot.airlock.child") -> bytes | _Why:
    """What the child wrote; or why it was given up."""
    allowance = request.allowance
    head = msgspec.json.encode(request)
    try:
        with _file_of(len(head).to_bytes(8, "big") + head, data) as given:
            done = subprocess.run(
                [sys.executable, "-m", module],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=allowance.seconds,
                env=_environment(),
                close_fds=True,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return _Why("gave-out", remark(TOO_LONG, seconds=f"{allowance.seconds:g}"))
    if done.returncode == 0 and 0 < len(done.stdout) <= REPORT_LIMIT:
        return done.stdout
    return _out_of_room(allowance)


@contextmanager
def _file_of(*pieces: bytes) -> Iterator[IO[bytes]]:
    """A file without a name that holds these, at its beginning, until the end of the block. A pipe takes 4 KB at a
    time, and each time the whole of the bot would have to make way. Where it can be, the file is in memory."""
    with _nameless() as file:
        for piece in pieces:
            left = memoryview(piece)
            while left:
                left = left[file.write(left) :]
        file.seek(0)
        yield file


def _nameless() -> IO[bytes]:
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("airlock"), "w+b", buffering=0)
    return TemporaryFile(buffering=0)


def _out_of_room(allowance: Allowance) -> _Why:
    return _Why("gave-out", remark(TOO_MUCH, most=str(allowance.megabytes), seconds=str(allowance.processor)))


TOO_LONG: Final = "it was not read within {seconds} seconds, so it was given up; bring the questions alone, one a line"
TOO_MUCH: Final = (
    "reading it took more than {most} MB or {seconds} seconds, so it was given up; "
    "bring the questions alone, one a line"
)


def _environment() -> dict[str, str]:
    """Where Python finds its modules, and nothing that anybody set: no token of ours, no proxy."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONDONTWRITEBYTECODE": "1"}
