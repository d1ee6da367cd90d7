"""A rehearsal as people read it: who says what, and then what nobody ever came to hear."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from bot.shells.listing import harmless, paint
from bot.shells.rehearsal.branches import Miss
from bot.shells.rehearsal.coverage import Asked, Branching, Report
from bot.shells.rehearsal.stage import Scene, Spoken

WIDTH: Final = 96
BOT: Final = "    "
"""The bot's lines are indented."""
INVENTED: Final = (
    "Everybody here is invented. They answer with the deck's own samples and phrases, and with what people say to "
    "anything; what the bot says is what members would read."
)
GREETED: Final = 3
"""So much is said before a table when nobody has been asked anything."""
DEAF: Final = 6
"""So many phrases that miss are listed of a branch; `--json` has all of them."""
ECHOES: Final = 12


def transcript(scenes: Sequence[Scene]) -> Iterator[str]:
    """Line by line, scene by scene."""
    aside = [scene for scene in scenes if scene.aside and len(scene.spoken) > GREETED]
    yield from _wrapped(INVENTED, "", "")
    yield ""
    for scene in scenes:
        if not scene.aside:
            yield paint(f"== {scene.title} ==", "cyan")
            yield ""
            yield from _scene(scene)
    if aside:
        yield paint(
            f"{_count(len(aside), 'more evening')} went through the deck again, for what nobody had found by then; "
            "--json has them.",
            "cyan",
        )
        yield ""


def _scene(scene: Scene) -> Iterator[str]:
    passed_on: Spoken | None = None
    for position, spoken in enumerate(scene.spoken):
        if spoken is passed_on:
            continue
        after = scene.spoken[position + 1] if position + 1 < len(scene.spoken) else None
        passed_on = after if after is not None and _only_passes_on(spoken, after) else None
        yield from _spoken(spoken, passed_on.to if passed_on else ())
        yield ""


def _only_passes_on(spoken: Spoken, after: Spoken) -> bool:
    """What a member says at a table stands there once, and not again as what the others read."""
    return bool(spoken.by) and not after.by and after.text == f"{spoken.by}: {spoken.text}"


def _spoken(spoken: Spoken, read_by: Sequence[str]) -> Iterator[str]:
    lines = [_plain(line) for line in spoken.text.split("\n")]
    if spoken.by:
        said = f"[{' '.join(lines)}]" if spoken.pressed else " ".join(lines)
        to = f" (to {', '.join(map(_plain, read_by))})" if read_by else ""
        yield from _wrapped(f"{spoken.by}{to}: {said}", "", "  ")
        return
    if spoken.to:
        yield f"{BOT}(to {', '.join(map(_plain, spoken.to))})"
    for line in lines:
        yield from _wrapped(line, BOT, BOT)
    if spoken.buttons:
        yield from _wrapped(" ".join(f"[{_plain(label)}]" for label in spoken.buttons), BOT, BOT)


def _wrapped(text: str, first: str, further: str) -> Iterable[str]:
    wrapped = textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False, break_long_words=False
    )
    return wrapped or [first.rstrip()]


def _plain(text: str) -> str:
    return harmless(text.replace("\n", " "))


# The report


def summary(report: Report) -> Iterator[str]:
    """What was found, the gravest first."""
    yield paint(f"== {_plain(report.title)}: what was reached ==", "cyan")
    yield ""
    yield from _figures(report)
    for chapter in (_cannot(report), _never(report), _deaf(report), _late(report), _ends(report), _twice(report)):
        if lines := list(chapter):
            yield ""
            yield from lines
    yield ""
    yield from _company(report)
    yield ""
    yield from _by_question(report)
    if report.complaints:
        yield ""
        yield paint("The engine complained:", "red")
        yield from (f"  {_plain(sentence)}" for sentence in report.complaints)


def _figures(report: Report) -> Iterator[str]:
    branches = [branch for one in report.questions for branch in one.branches]
    reached = sum(branch.times > 0 for branch in branches)
    asked = sum(one.evening > 0 for one in report.questions)
    yield (
        f"{_count(report.members, 'member')}, {_count(report.evenings, 'evening')}, "
        f"{_count(report.rounds, 'time')} through the deck."
    )
    yield f"Asked: {asked} of {_count(len(report.questions), 'question')}."
    yield f"Reached: {reached} of {_count(len(branches), 'branch')}."


def _cannot(report: Report) -> Iterator[str]:
    if not report.unreachable:
        return
    yield paint("Cannot be reached at all:", "red")
    for id_, branch in report.unreachable:
        why = "" if branch.deaf else f": {_plain(branch.why)}"
        yield from _wrapped(f"{id_}, {_plain(branch.name)}{why}", "  ", "    ")
        yield from _misses(branch.deaf)


def _never(report: Report) -> Iterator[str]:
    left = [(one, b) for one in report.questions for b in one.branches if not b.times and not b.cannot and one.evening]
    if left:
        yield "Never reached this time:"
    for one, branch in left:
        by = f": {_plain(branch.why)}" if branch.why else f"; «{_plain(branch.example)}» finds it"
        yield from _wrapped(f"{one.id}, {_plain(branch.name)}{by}", "  ", "    ")


def _deaf(report: Report) -> Iterator[str]:
    found = [(one, b) for one in report.questions for b in one.branches if b.deaf and not b.cannot]
    if found:
        yield "Phrases that do not find their own branch, or only beside another:"
    for one, branch in found:
        yield from _wrapped(f"{one.id}, {_plain(branch.name)}{f' ({branch.why})' if branch.why else ''}", "  ", "    ")
        yield from _misses(branch.deaf)


def _misses(deaf: Sequence[Miss]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for miss in deaf:
        by_reason.setdefault(miss.why, []).append(f"«{_plain(miss.phrase)}»")
    for why, phrases in by_reason.items():
        more = f" and {len(phrases) - DEAF} more" if len(phrases) > DEAF else ""
        yield from _wrapped(f"{', '.join(phrases[:DEAF])}{more}: {_plain(why)}", "    ", "      ")


def _late(report: Report) -> Iterator[str]:
    never = [one for one in report.questions if not one.evening]
    late = [one for one in report.questions if one.evening and one.why]
    if never:
        yield "Never asked:"
        yield from _reasons(never)
    if late:
        yield "Asked, but not by itself:"
        yield from _reasons(late)


def _reasons(questions: Sequence[Asked]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for one in questions:
        when = f" (evening {one.evening})" if one.evening else ""
        by_reason.setdefault(one.why, []).append(f"{one.id}{when}")
    for why, ids in by_reason.items():
        yield from _wrapped(f"{', '.join(ids)}: {why}", "  ", "    ")


def _ends(report: Report) -> Iterator[str]:
    by_branches: dict[tuple[str, ...], list[str]] = {}
    for one in report.questions:
        if one.dead_ends:
            by_branches.setdefault(one.dead_ends, []).append(one.id)
    if by_branches:
        yield "Dead ends, where the reply asks nothing and the next question follows:"
    for branches, ids in by_branches.items():
        yield from _wrapped(f"{', '.join(ids)}: {', '.join(map(_plain, branches))}", "  ", "    ")


def _twice(report: Report) -> Iterator[str]:
    own = [echo for echo in report.echoes if not echo.moment]
    others = [echo for echo in report.echoes if echo.moment]
    if own:
        yield "Wordings of the deck's that one member read more than once in one evening:"
    for echo in own[:ECHOES]:
        yield from _wrapped(f"{echo.times} times «{_plain(echo.text)}»", "  ", "    ")
    if others:
        names = ", ".join(f"{echo.moment} ({echo.times} times)" for echo in others[:ECHOES])
        yield from _wrapped(f"Of the bot's own words, by name: {names}", "", "  ")


def _company(report: Report) -> Iterator[str]:
    if report.cards:
        yield from _wrapped(f"At the table: {', '.join(report.cards)}.", "", "  ")
    if report.circled:
        yield from _wrapped(f"In the circle: {', '.join(report.circled)}.", "", "  ")
    if not report.cards and not report.circled:
        yield "Neither a table nor a circle: that takes two members, and a question that suits one."
    for reason in report.apart:
        yield from _wrapped(f"Asked {_plain(reason)}.", "", "  ")
    if report.members < 5:
        yield "Counts and contrasts are shown from five answers on: --members 5 shows them."


def _by_question(report: Report) -> Iterator[str]:
    yield "Branches by question, with how often each was reached; - never, ! cannot be:"
    for one in report.questions:
        yield from _wrapped(f"{one.id} (depth {one.depth}) «{_plain(one.text)}»", "  ", "    ")
        yield from _wrapped(", ".join(map(_told, one.branches)), "    ", "    ")


def _told(branch: Branching) -> str:
    return f"{_plain(branch.name)} {branch.times or ('!' if branch.cannot else '-')}"


def _count(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}{'es' if what.endswith('ch') else 's'}"


# For machines


def as_data(scenes: Sequence[Scene], report: Report, only_report: bool) -> dict[str, object]:
    """All of it as JSON can hold it; what would move a cursor is left out here too."""
    data: dict[str, object] = {
        "report": _cleaned(report),
        "unreachable": [{"question": id_, "branch": _plain(branch.name)} for id_, branch in report.unreachable],
    }
    if not only_report:
        data["transcript"] = _cleaned(msgspec.to_builtins([*scenes]))
    return data


def _cleaned(value: object) -> object:
    match value:
        case str():
            return "".join(one for one in value if one == "\n" or one.isprintable())
        case msgspec.Struct():
            return {name: _cleaned(getattr(value, name)) for name in value.__struct_fields__}
        case dict():
            return {name: _cleaned(one) for name, one in value.items()}
        case list() | tuple():
            return [_cleaned(one) for one in value]
        case _:
            return value
