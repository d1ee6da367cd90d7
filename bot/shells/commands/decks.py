"""`notdate decks`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.shells.commands.curate import CHANGES
from bot.shells.decks_exchange import export, starter
from bot.shells.decks_found import find_deck, find_question, versions_of
from bot.shells.decks_offered import offered_files, read_files
from bot.shells.listing import counted, paint, print_columns, print_json
from bot.shells.options import CALLED, as_json, give_up, refusals_are_told

if TYPE_CHECKING:
    from bot.core.rubric import Rubric
    from bot.decks.brought import Brought
    from bot.decks.diagnostic import Diagnostic
    from bot.decks.reading import Reading
    from bot.model.deck import Deck, FollowUp, Question
    from bot.model.heard import Heard


@click.group()
def command() -> None:
    """The decks that ship, and those in the folder that the setting `decks` names, as `notdate serve` would find them.

    A bot that runs reads their files when it starts; `load` and what else changes its decks works at once.

    \b
    Examples:
      notdate decks list
      notdate decks check my-deck.yaml
      notdate decks hear long-table dinner-guest "my grandmother"
    """


for change in CHANGES:
    command.add_command(change)
command.add_command(export)
command.add_command(starter)


@command.command("list")
@as_json
@refusals_are_told
def list_decks(as_json: bool) -> None:
    """The decks in files: those that ship, and those in your folder. `queue` has what the bot offers now.

    \b
    Examples:
      notdate decks list
      notdate decks list --json
    """
    readings = read_files(offered_files())
    decks = [(reading.file, reading.deck) for reading in readings if reading.deck]
    if as_json:
        print_json([_card(file, deck) for file, deck in decks])
    elif decks:
        rows = [(deck.id, deck.version, deck.language, str(len(deck.questions)), deck.title) for _file, deck in decks]
        print_columns([("deck", "version", "language", "questions", "title"), *rows])
    broken = [reading.file for reading in readings if reading.deck is None]
    if broken:
        give_up(f"Not loaded, because of errors that `notdate decks check` lists: {', '.join(broken)}.")


@command.command()
@click.argument("deck")
@as_json
@refusals_are_told
def show(deck: str, as_json: bool) -> None:
    """What is in a deck. DECK is its id, or a file.

    \b
    Examples:
      notdate decks show long-table
      notdate decks show my-deck.yaml --json
    """
    file, found = find_deck(deck)
    written, others = versions_of(found)
    if as_json:
        signed = {"translates": written.language if written else "", "translations": [one.language for one in others]}
        print_json({**_card(file, found), **signed, "questions": [_question(one) for one in found.questions]})
        return
    for name, text in (*_head(file, found), *_signed(found, written, others)):
        click.echo(f"{name:13}{text}")
    click.echo()
    print_columns([(str(one.depth), one.kind.value, one.id, one.text) for one in found.questions])


def _head(file: str, deck: Deck) -> Iterator[tuple[str, str]]:
    yield "title", deck.title
    yield "description", deck.description
    yield "author", deck.author
    yield "licence", deck.licence
    yield "version", deck.version
    yield "language", deck.language
    yield "questions", str(len(deck.questions))
    yield "file", file


def _signed(deck: Deck, written: Deck | None, others: Sequence[Deck]) -> Iterator[tuple[str, str]]:
    """What it is a translation of or is translated into, and which native readers have put their names to it."""
    if written is not None:
        yield "translates", f"{written.id} as it was written, in {written.language}"
    if written is not None or deck.signed_by:
        yield "signed by", ", ".join(deck.signed_by) or UNSIGNED
    for other in others:
        signed = f"signed by {', '.join(other.signed_by)}" if other.signed_by else UNSIGNED
        yield f"in {other.language}", f"{len(other.questions)} of {len(deck.questions)} questions; {signed}"


UNSIGNED = "no native reader has signed this translation yet"


def _card(file: str, deck: Deck) -> dict[str, object]:
    from bot.written import encode, seal

    return {
        "id": deck.id,
        "title": deck.title,
        "description": deck.description,
        "author": deck.author,
        "licence": deck.licence,
        "version": deck.version,
        "language": deck.language,
        "rating": deck.rating,
        "signed_by": list(deck.signed_by),
        "questions": len(deck.questions),
        "hash": seal(encode(deck)),
        "file": file,
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind.value,
        "depth": question.depth,
        "text": question.text,
        "choices": [choice.label for choice in question.choices],
        "themes": [theme.id for theme in question.themes],
        "tags": list(question.tags),
    }


# Check


@command.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--rubric", is_flag=True, help="Count, too, what a machine can count of a deck's quality.")
@as_json
@refusals_are_told
def check(files: tuple[Path, ...], rubric: bool, as_json: bool) -> None:
    """Every problem at once, as FILE:LINE:COLUMN: error[code]: what. Without FILE: all decks on offer.

    FILE is a deck, or any list of questions: text, CSV, xlsx, JSON, YAML or Markdown, told apart by what is in it. In a
    table LINE is the row and COLUMN the column; a notice says what was assumed.

    Looked at are the writing, the rules, questions that stand twice (in one file or in two), and whether each sample
    under `hears` finds the branch that it should. The exit code is 1 where there is an error; warnings and notices do
    no harm.

    \b
    Examples:
      notdate decks check
      notdate decks check my-deck.yaml another.yaml
      notdate decks check friday.xlsx
      notdate decks check --rubric my-deck.yaml
    """
    readings, brought = _read(files)
    # A translation is looked at beside the deck that it translates, wherever that is.
    found = _look(readings, read_files(offered_files()) if files else ())
    rubrics = _count(readings) if rubric else {}
    errors = sum(fault.severity.value == "error" for fault in found)
    if as_json:
        problems = [_fault(fault) for fault in found]
        by_file = {file: _rubric(one) for file, one in rubrics.items()}
        asked = sum(reading.questions for reading in readings)
        report: dict[str, object] = {"questions": asked, "problems": problems, "lists": [_list(one) for one in brought]}
        print_json({**report, "rubric": by_file} if rubric else report)
    else:
        for fault in found:
            click.echo(_line(fault))
        for one_list in brought:
            _show(one_list)
        for file, one in rubrics.items():
            click.echo(paint(file, "cyan"))
            print_columns([(f"  {name}", _plainly(value)) for name, value in _rubric(one).items()])
    notices = sum(fault.severity.value == "notice" for fault in found)
    asked = sum(reading.questions for reading in readings)
    counts = [counted(len(readings), "file"), counted(asked, "question"), counted(errors, "error")]
    counts += [counted(len(found) - errors - notices, "warning")]
    counts += [counted(notices, "notice")] if notices else []
    click.echo(", ".join(counts), err=True)
    if brought and not errors and not as_json:
        click.echo(f"`{CALLED} decks load {files[0]}` puts it on offer, at once.", err=True)
    sys.exit(1 if errors else 0)


def _read(files: tuple[Path, ...]) -> tuple[list[Reading], list[Brought]]:
    """All files read, and those among them that are somebody's list and no deck of ours."""
    if not files:
        return list(read_files(offered_files())), []
    from bot.decks.brought import is_ours
    from bot.decks.reading import Reading
    from bot.shells.decks_brought import bring_file, library_besides, take

    readings: list[Reading] = []
    brought: list[Brought] = []
    library = None
    for file in files:
        data = take(file)
        if is_ours(data):
            readings += read_files((file,))
            continue
        library = library or library_besides(files)
        brought.append(bring_file(file, data, library))
        one = brought[-1]
        readings.append(Reading(one.file, one.deck, one.findings, questions=one.questions))
    return readings, brought


def _list(brought: Brought) -> dict[str, object]:
    """A list that was brought, as data: what it is, what could be added, and how its first questions look."""
    from bot.shells.decks_brought import previews

    deck = brought.deck
    return {
        "file": brought.file,
        "format": brought.format,
        "questions": brought.questions,
        "deck": {"id": deck.id, "title": deck.title, "language": deck.language} if deck else None,
        "flat": [{"row": o.row, "question": o.question, "add": o.add, "write": o.write} for o in brought.flat],
        "preview": previews(deck) if deck else [],
    }


def _show(brought: Brought) -> None:
    """The first questions of the list, as each platform would show them."""
    from bot.airlock.looks import alike
    from bot.shells.decks_brought import previews

    if brought.deck is None:
        return
    click.echo()
    title, language = brought.deck.title, brought.deck.language
    click.echo(f"{paint(title, 'cyan')} ({brought.format}, {counted(brought.questions, 'question')}, {language})")
    for shown in previews(brought.deck):
        for platforms, text in alike(shown):
            click.echo(f"\n  {paint(platforms, 'cyan')}")
            for line in text.split("\n"):
                click.echo(f"    {line}")


def _look(readings: Sequence[Reading], library: Sequence[Reading] = ()) -> list[Diagnostic]:
    """All that is wrong: in each file in its order, then what stands in two of them."""
    from bot.core.proof import diagnose
    from bot.decks.together import compare
    from bot.decks.translated import compare_translations

    found: list[Diagnostic] = []
    for reading in readings:
        found += sorted((*reading.diagnostics, *diagnose(reading)), key=lambda fault: (fault.line, fault.column))
    return [*found, *compare(readings), *compare_translations(readings, library)]


def _count(readings: Sequence[Reading]) -> dict[str, Rubric]:
    from bot.core.rubric import score

    return {reading.file: score(reading.deck) for reading in readings if reading.deck}


def _rubric(rubric: Rubric) -> dict[str, object]:
    import msgspec

    fields: dict[str, object] = msgspec.to_builtins(rubric)
    rates = {"hit_rate": round(rubric.hit_rate, 4), "wrong_rate": round(rubric.wrong_rate, 4)}
    return {**fields, **rates}


def _plainly(value: object) -> str:
    """Nested pairs and lists as one reads them: `open 30, choice 7`."""
    if not isinstance(value, tuple):
        return str(value)
    if len(value) == 2 and not isinstance(value[0], tuple):
        return " ".join(_plainly(one) for one in value)
    return ", ".join(_plainly(one) for one in value) or "none"


def _fault(fault: Diagnostic) -> dict[str, object]:
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "severity": fault.severity.value,
        "code": fault.code,
        "what": fault.what,
    }


def _line(fault: Diagnostic) -> str:
    severity = fault.severity.value
    colour = {"error": "red", "warning": "yellow"}.get(severity, "cyan")
    return str(fault).replace(f" {severity}[", f" {paint(severity, colour)}[", 1)


# Hear


@command.command()
@click.argument("deck")
@click.argument("question")
@click.argument("answers", nargs=-1, metavar="[ANSWER]...")
@refusals_are_told
def hear(deck: str, question: str, answers: tuple[str, ...]) -> None:
    """How an answer is heard: which branch it finds, why, and what the deck replies. DECK is an id or a file.

    Without ANSWER each line of stdin is one.

    \b
    Examples:
      notdate decks hear long-table dinner-guest "my grandmother" "nobody"
      notdate decks hear my-deck.yaml first-question < answers.txt
    """
    from bot.questions import kind_of

    _file, found = find_deck(deck)
    asked = find_question(found, question)
    kind = kind_of(asked)
    ears = kind.prepare(asked, found.language)
    for answer in answers or (line.rstrip("\r\n") for line in sys.stdin):
        heard = kind.read(ears, answer)
        click.echo(f"{paint('>', 'cyan')} {answer}")
        for line in _reply(heard, kind.follow_up(asked, heard), asked, answer):
            click.echo(f"  {line}")


def _reply(heard: Heard, follow_up: FollowUp, question: Question, answer: str) -> Iterator[str]:
    branch = heard.branch.value if not heard.key else f"{heard.branch.value} {heard.key}"
    by = f", by «{heard.evidence}»" if heard.evidence else ""
    yield f"{paint(branch, 'green')}{by}{f' ({heard.why})' if heard.why else ''}"
    gaps = gaps_of(heard, question, answer)
    for line in follow_up.say:
        yield f"says  {filled(line, gaps)}"
    if follow_up.ask:
        yield f"asks  {filled(follow_up.ask, gaps)}"
    if follow_up.chips:
        yield f"chips {', '.join(follow_up.chips)}"
    if not (follow_up.say or follow_up.ask):
        yield "says  (the deck has no line of its own for this; the bot's own words are said)"


def gaps_of(heard: Heard, question: Question, answer: str) -> dict[str, str]:
    """What there is to fill a deck's text with, as a reply to that answer."""
    label = next((choice.label for choice in question.choices if choice.id == heard.key), "")
    gaps = {"said": answer.strip(), "heard": heard.evidence, "choice": label}
    if heard.values:
        gaps["number"] = str(heard.values[0])
    return {name: value for name, value in gaps.items() if value}


def filled(text: str, gaps: dict[str, str]) -> str:
    """The deck's text with its gaps filled."""
    from bot.rendering.gaps import fill, split

    return fill(split(text), gaps)
