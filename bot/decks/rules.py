"""What must hold inside one question, beyond the shape of its fields: kinds, ids, scales, chips, lists, samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.decks.build import PHRASE_LIMIT, Lists
from bot.decks.diagnostic import Diagnostic, did_you_mean, either, finding, shown
from bot.decks.remarks import remark
from bot.decks.sheet import CHOOSING, Sheet
from bot.decks.texts import follow_ups_of
from bot.decks.tree import Node, Path
from bot.model.deck import Kind

LANES = ("default", "short", "joke", "tender", "question-back", "puzzled", "other-language", "distress")
"""Branches that every question has."""
_CHOOSING_LANES = ("both", "neither", "depends")
RESERVED = frozenset({*LANES, *_CHOOSING_LANES, "done", "media", "near-miss"})
_OWNERS: Mapping[str, frozenset[Kind]] = {
    "choices": CHOOSING,
    "both": CHOOSING,
    "neither": CHOOSING,
    "depends": CHOOSING,
    "scale": frozenset({Kind.SCALE}),
    "ranges": frozenset({Kind.SCALE}),
    "done": frozenset({Kind.MISSION}),
}
_OWNED = frozenset(_OWNERS)
_NEEDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHOICE: ("choices",),
    Kind.RANK: ("choices",),
    Kind.SCALE: ("scale", "ranges"),
}
_STEPS = 11


def check_question(sheet: Sheet, lists: Lists) -> Iterator[Diagnostic]:
    """All faults of one question's structure."""
    question = sheet.question
    if sheet.kind_is_known:
        yield from _check_kind(sheet)
        if question.hears:
            yield from _check_hears(sheet)
    # Most questions have few fields, and a large deck ten thousand of them: what has none of a rule's is passed over.
    if question.themes or question.choices:
        yield from _check_ids(sheet)
        yield from _check_labels(sheet)
    if question.scale or question.ranges:
        yield from _check_scale(sheet)
        yield from _check_ranges(sheet)
    if question.chip_asks or question.default.chips or question.ranges:
        yield from _check_chips(sheet)
    if question.themes or question.tender or question.joke:
        yield from _check_phrases(sheet, lists)
    yield from _check_replies(sheet)
    count = len(question.about)
    if count and not 3 <= count <= 8:
        yield sheet.fault(
            "about-count", remark("about has {count} words; 3 to 8 are best", count=count), "about", at_key=True
        )


def check_lists(root: Node, lists: Lists, file: str) -> Iterator[Diagnostic]:
    """A list holds words only, and somebody uses it."""
    used: set[str] = set()
    for question in root.entries("questions"):
        lanes = [node for node in (question.entry("tender"), question.entry("joke")) if node]
        for owner in question.entries("themes") + lanes:
            for entry in owner.entries("like") + owner.entries("not"):
                used.add(str(entry.value))
    for name, phrases in lists.items():
        for index, phrase in enumerate(phrases):
            if phrase.startswith("@"):
                what = remark("{phrase} inside a list; a list holds words and phrases only", phrase=shown(phrase))
                yield finding(file, root.locate(("lists", name, index)), "list-in-list", what)
        if f"@{name}" not in used:
            yield finding(
                file,
                root.locate(("lists", name), True),
                "unused-list",
                remark("no theme uses {name}", name=shown("@" + name)),
            )


def _check_kind(sheet: Sheet) -> Iterator[Diagnostic]:
    kind = sheet.question.kind
    given = sheet.node.value if isinstance(sheet.node.value, dict) else {}
    for field in _OWNERS if not _OWNED.isdisjoint(given) else ():
        kinds = _OWNERS[field]
        if field in given and kind not in kinds:
            what = remark(
                "{field} belongs to {kinds} questions, this one is {kind}",
                field=field,
                kinds=either(sorted(kinds)),
                kind=kind,
            )
            yield sheet.fault("wrong-kind", what, field, at_key=True)
    for field in _NEEDS.get(kind, ()):
        if not sheet.has(field):
            yield sheet.fault("missing", remark("{field} is missing: a {kind} question has it", field=field, kind=kind))
    if kind is Kind.RANK and len(sheet.question.choices) == 2:
        yield sheet.fault("too-few", "choices has 2, at least 3 to rank", "choices", at_key=True)
    if kind is Kind.MISSION and not sheet.has("done"):
        yield sheet.fault("no-follow-up", "done is missing: what is said when the member comes back?")
    if kind is Kind.CHOICE:
        for index, choice in enumerate(sheet.question.choices):
            if not (choice.follow_up.say and choice.follow_up.ask):
                what = remark(
                    "{label} has no say and ask; the default would answer it as no choice at all",
                    label=shown(choice.label),
                )
                yield sheet.fault("no-follow-up", what, "choices", index)


def _check_replies(sheet: Sheet) -> Iterator[Diagnostic]:
    """A reply says or asks something; and every question has one that fits all answers."""
    minds = "no-follow-up" not in sheet.quiet
    if minds and not sheet.has("default"):
        what = "default is missing: any answer is kept with a word of the bot's own, and the next question comes"
        yield sheet.fault("no-follow-up", what, at_key=True)
    for owner, path, _reply in follow_ups_of(sheet.question):
        node = _node_at(sheet.node, path)
        if owner not in ("default", "theme", "range") or node is None or not isinstance(node.value, dict):
            continue
        lacking = [field for field in ("say", "ask") if field not in node.value]
        if len(lacking) == 2:
            yield sheet.fault("missing", "say is missing, and so is ask: a reply has one of them, or both", *path)
        elif lacking and minds:
            words = "the bot says words of its own" if lacking == ["say"] else "the next question comes"
            yield sheet.fault(
                "no-follow-up", remark("{lacking} is missing: {words}", lacking=lacking[0], words=words), *path
            )


def _node_at(node: Node | None, path: Path) -> Node | None:
    for step in path:
        if node is None:
            return None
        if isinstance(step, str):
            node = node.entry(step)
        else:
            node = node.value[step] if isinstance(node.value, list) and step < len(node.value) else None
    return node


def _check_ids(sheet: Sheet) -> Iterator[Diagnostic]:
    """Themes, choices and lanes are named in one breath by `hears` and by the counts."""
    seen: set[str] = set()
    named = [("themes", index, theme.id) for index, theme in enumerate(sheet.question.themes)]
    named += [("choices", index, choice.id) for index, choice in enumerate(sheet.question.choices)]
    for field, index, id_ in named:
        if not id_:
            label = sheet.question.choices[index].label if field == "choices" else ""
            if label:
                yield sheet.fault(
                    "no-id",
                    remark("no id can be made from {label}; give one", label=shown(label)),
                    field,
                    index,
                    "label",
                )
        elif id_ in seen:
            yield sheet.fault(
                "duplicate-id", remark("{id} stands twice in this question", id=shown(id_)), field, index, "id"
            )
        elif id_ in RESERVED:
            yield sheet.fault("reserved-id", remark("{id} is the name of a branch", id=shown(id_)), field, index, "id")
        seen.add(id_)


def _check_labels(sheet: Sheet) -> Iterator[Diagnostic]:
    """A word picks one choice, so that an answer is never read as another."""
    owners: dict[str, int] = {}
    for index, choice in enumerate(sheet.question.choices):
        words = [("label", choice.label)] + [(position, word) for position, word in enumerate(choice.also)]
        for where, word in words:
            first = owners.setdefault(word.casefold(), index)
            if word and first != index:
                other = sheet.question.choices[first].label
                path = (where,) if where == "label" else ("also", where)
                what = remark("{word} also means {other}", word=shown(word), other=shown(other))
                yield sheet.fault("duplicate-label", what, "choices", index, *path)


def _check_scale(sheet: Sheet) -> Iterator[Diagnostic]:
    scale = sheet.question.scale
    if scale is None or not all(node and isinstance(node.value, int) for node in _ends(sheet.node.entry("scale"))):
        return
    if not scale.first < scale.last < scale.first + _STEPS:
        what = remark(
            "from {first} to {last}: a scale runs upwards, at most {most} numbers",
            first=scale.first,
            last=scale.last,
            most=_STEPS,
        )
        yield sheet.fault("scale", what, "scale", at_key=True)


def _check_ranges(sheet: Sheet) -> Iterator[Diagnostic]:
    scale, nodes = sheet.question.scale, sheet.node.entries("ranges")
    whole = all(end is not None and isinstance(end.value, int) for node in nodes for end in _ends(node))
    if scale is None or not nodes or not whole or not scale.first < scale.last < scale.first + _STEPS:
        return
    counts: Counter[int] = Counter()
    for index, part in enumerate(sheet.question.ranges):
        if not scale.first <= part.first <= part.last <= scale.last:
            what = remark(
                "{first}-{last} is no part of the scale {start}-{to}",
                first=part.first,
                last=part.last,
                start=scale.first,
                to=scale.last,
            )
            yield sheet.fault("ranges", what, "ranges", index)
            return
        twice = [number for number in range(part.first, part.last + 1) if counts[number]]
        if twice:
            what = remark(
                "{first}-{last} overlaps: {twice} is in a range already",
                first=part.first,
                last=part.last,
                twice=twice[0],
            )
            yield sheet.fault("ranges", what, "ranges", index)
        counts.update(range(part.first, part.last + 1))
    left = [str(number) for number in range(scale.first, scale.last + 1) if not counts[number]]
    if left:
        yield sheet.fault("ranges", remark("no range has {left}", left=either(left)), "ranges", at_key=True)


def _ends(node: Node | None) -> list[Node | None]:
    return [node.entry("from"), node.entry("to")] if node else [None]


def _check_chips(sheet: Sheet) -> Iterator[Diagnostic]:
    asks = dict(sheet.question.chip_asks)
    given = sheet.node.entry("chip_asks")
    written = set(given.value) if given is not None and isinstance(given.value, dict) else set(asks)
    offered: set[str] = set()
    places: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [(("default",), sheet.question.default.chips)]
    places += [(("ranges", index), part.follow_up.chips) for index, part in enumerate(sheet.question.ranges)]
    for path, chips in places:
        for index, chip in enumerate(chips):
            if chip and chip not in written:
                what = remark(
                    "the chip {chip} has no question in chip_asks{hint}",
                    chip=shown(chip),
                    hint=did_you_mean(chip, written),
                )
                yield sheet.fault("chip-ask", what, *path, "chips", index)
            if chip in chips[:index]:
                yield sheet.fault(
                    "duplicate-label", remark("the chip {chip} stands twice", chip=shown(chip)), *path, "chips", index
                )
        offered.update(chips)
    for chip in asks:
        if chip not in offered:
            what = remark("no chips offer {chip}{hint}", chip=shown(chip), hint=did_you_mean(chip, offered))
            yield sheet.fault("unused-chip", what, "chip_asks", chip, at_key=True)


def _check_phrases(sheet: Sheet, lists: Lists) -> Iterator[Diagnostic]:
    """Lists exist; a phrase speaks for one theme, and is not ruled out by the theme it speaks for."""
    owners: dict[str, str] = {}
    for index, theme in enumerate(sheet.question.themes):
        node = sheet.node.entries("themes")[index]
        yield from _check_references(sheet, node, lists, "themes", index)
        ruled_out = {phrase.casefold() for phrase in theme.not_}
        if len(theme.like) > PHRASE_LIMIT or len(theme.not_) > PHRASE_LIMIT:
            what = remark("more than {most} phrases, with its lists written out", most=f"{PHRASE_LIMIT:,}")
            yield sheet.fault("too-many", what, "themes", index)
        for phrase in dict.fromkeys(phrase.casefold() for phrase in theme.like if phrase):
            if phrase in ruled_out:
                what = remark("{phrase} is under not as well, so it never counts", phrase=shown(phrase))
                yield sheet.fault("dead-phrase", what, "themes", index, "like", *_position(node, phrase, lists))
            first = owners.setdefault(phrase, theme.id)
            if first != theme.id:
                what = remark(
                    "{phrase} speaks for {first} too, so for neither", phrase=shown(phrase), first=shown(first)
                )
                yield sheet.fault("shared-phrase", what, "themes", index, "like", *_position(node, phrase, lists))
    for lane in ("tender", "joke"):
        part = sheet.node.entry(lane)
        if part is not None:
            yield from _check_references(sheet, part, lists, lane)


def _position(theme: Node, phrase: str, lists: Lists) -> tuple[int, ...]:
    """Which entry of `like` brings the phrase in: itself, or the list that has it."""
    for position, entry in enumerate(theme.entries("like")):
        own = entry.value if isinstance(entry.value, str) else ""
        if phrase in (one.casefold() for one in (lists.get(own[1:], ()) if own.startswith("@") else (own,))):
            return (position,)
    return ()


def _check_references(sheet: Sheet, node: Node, lists: Lists, *path: str | int) -> Iterator[Diagnostic]:
    for field in ("like", "not"):
        for position, entry in enumerate(node.entries(field)):
            name = entry.value if isinstance(entry.value, str) else ""
            if name.startswith("@") and name[1:] not in lists:
                listed = [f"@{known}" for known in lists]
                hint = did_you_mean(name, listed) or (
                    remark(" (there are {names})", names=either(listed)) if listed else ""
                )
                what = remark("there is no list {name}{hint}", name=shown(name), hint=hint)
                yield sheet.fault("unknown-list", what, *path, field, position)


def branches_of(sheet: Sheet) -> list[str]:
    """The names that `hears` may use in this question."""
    question = sheet.question
    names = [theme.id for theme in question.themes] + [str(choice.id) for choice in question.choices]
    names += [f"{part.first}-{part.last}" for part in question.ranges]
    names += LANES
    if question.kind in CHOOSING:
        names += _CHOOSING_LANES
    if question.kind is Kind.MISSION:
        names.append("done")
    if question.kind in CHOOSING or question.kind is Kind.SCALE:
        names.append("near-miss")
    return names


def _check_hears(sheet: Sheet) -> Iterator[Diagnostic]:
    names = branches_of(sheet)
    for sample, branch in sheet.question.hears:
        if branch not in names:
            what = remark(
                "there is no branch {branch}{hint} (allowed: {names})",
                branch=shown(branch),
                hint=did_you_mean(branch, names),
                names=either(names),
            )
            yield sheet.fault("unknown-branch", what, "hears", sample)
