"""Drafts to a whole deck: ids from the texts, kinds from the columns, and all that the schema wants besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.decks.brought.fields import Draft
from bot.decks.brought.lines import asks
from bot.decks.brought.notes import Notes, counted
from bot.decks.build import slug_of
from bot.decks.diagnostic import shown
from bot.decks.duplicates import same_words
from bot.decks.remarks import remark
from bot.decks.rules import RESERVED
from bot.decks.tree import Node, pack, unpack
from bot.decks.unsaid import DEPTH, id_of
from bot.hearing.foreign import language_of

QUESTION_LIMIT: Final = 10_000
_DONE: Final = re.compile(r"[\s_-]+")
_COPY: Final = re.compile(r"(?:\s*\(\d+\)|\s+-\s+copy|\s+copy)+$", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_FORMULA: Final = re.compile(r"=|[+@-]\s*\w+[(|]")


def finish(drafts: Sequence[Draft], header: dict[str, Node], name: str, notes: Notes) -> Node:
    """The deck's tree. Raises `FileRefused` where there is nothing to ask."""
    if not drafts:
        what = remark("no questions were found; write one a line, or the word question above a column of them")
        raise notes.refuse("no-questions", what)
    if len(drafts) > QUESTION_LIMIT:
        raise notes.refuse(
            "too-many", remark("more than {most} questions; bring them as several decks", most=f"{QUESTION_LIMIT:,}")
        )
    kept = list(_without_twins(drafts, notes))
    undated = sum("depth" not in draft.fields for draft in kept)
    given = {draft.text("id") for draft in kept}
    nodes = [_question(draft, notes) for draft in kept]
    _part_ids(nodes, given)
    questions = Node(list(nodes), 0, 0)
    if undated:
        what = remark(
            "depth {depth} for {count}; a column depth says it (1 light to 5 deep)",
            depth=DEPTH,
            count=counted(undated, "question"),
        )
        notes.assume("defaults", what)
    root = {key: node for key, node in header.items() if key != "questions"}
    for key, value in _header(kept, header, name, notes).items():
        root.setdefault(key, Node(value, 0, 0))
    root["questions"] = questions
    return Node(root, 0, 0)


def title_of(name: str) -> str:
    """The title that a file's name gives: `my_questions (2).csv` is `My questions`."""
    plain = _EXTENSION.sub("", re.split(r"[/\\]", name)[-1])
    plain = _COPY.sub("", _DONE.sub(" ", plain)).strip()
    plain = re.sub(r"[<>&{}\x00-\x1f]", "", plain)[:60].strip()
    return plain[:1].upper() + plain[1:] if re.search(r"\w", plain) else "My questions"


def _header(drafts: Sequence[Draft], header: dict[str, Node], name: str, notes: Notes) -> dict[str, str | int]:
    """What the schema wants and the file does not say."""
    given = header.get("title")
    title = given.value if given is not None and isinstance(given.value, str) else title_of(name)
    if given is None:
        notes.assume("defaults", remark("the title {title}, from the file's name", title=shown(title)))
    language = language_of(" ".join(draft.text("text") for draft in drafts[:200]))
    if "language" not in header:
        notes.assume("defaults", remark("the language {language}, from the words of the questions", language=language))
    return {
        "schema": 1,
        "id": slug_of(title) or id_of(title),
        "title": title,
        "language": language,
        "author": "not stated",
        "licence": "not stated",
        "description": f"{counted(len(drafts), 'question')} that a moderator brought.",
        "version": "1.0.0",
    }


def _without_twins(drafts: Sequence[Draft], notes: Notes) -> Iterator[Draft]:
    """The drafts without those that only say again what an earlier one says."""
    seen: dict[str, Draft] = {}
    for draft in drafts:
        key = same_words(draft.text("text"))
        first = seen.setdefault(key, draft) if key else draft
        if first is not draft and _adds_nothing(draft, first):
            what = remark(
                "{text} stands in row {row} already; this one was left out",
                text=shown(draft.text("text")),
                row=first.row,
            )
            notes.add("left-out", what, (draft.row, 1))
            continue
        yield draft


def _adds_nothing(draft: Draft, first: Draft) -> bool:
    return all(
        name == "text" or (name in first.fields and first.fields[name].plain() == node.plain())
        for name, node in draft.fields.items()
        if name != "id" and name not in draft.parts
    ) and (not draft.parts or _plain_parts(draft) == _plain_parts(first))


def _plain_parts(draft: Draft) -> object:
    return {
        name: {number: {key: node.plain() for key, node in part.items()} for number, part in parts.items()}
        for name, parts in draft.parts.items()
    }


def _question(draft: Draft, notes: Notes) -> Node:
    """The question with its parts in their order, its id and its kind."""
    fields = draft.fields
    here = pack(draft.row, 1)
    text = draft.text("text")
    if "id" not in fields:
        fields["id"] = Node(id_of(text) if text else f"row-{draft.row}", here, here)
    if "choices" in draft.parts:
        _take_choices(draft)
    _attach_replies(draft, notes)
    for name in ("themes", "ranges"):
        if name in draft.parts:
            parts = sorted(draft.parts[name].items())
            fields[name] = Node([Node(part, _place(part)) for _number, part in parts], _place(parts[0][1]), here)
            if not parts:
                del fields[name]
    _take_chips(draft)
    if fields.get("themes") is not None and fields["themes"].value == []:
        del fields["themes"]
    if "kind" not in fields:
        fields["kind"] = Node(_kind(fields), here, here)
    fields.setdefault("depth", Node(DEPTH, here, here))
    kind = fields["kind"].value
    if _FORMULA.match(text):
        what = remark("{text} begins like a formula; it was kept as text, and is never run", text=shown(text))
        notes.add("formula", what, (draft.row, 1))
    if text and kind == "open" and not asks(text):
        what = remark(
            "this does not ask: end it with a question mark, or say mission under kind if it is something to do"
        )
        notes.add("no-question-mark", what, (draft.row, 1))
    return Node(fields, here, here)


def _part_ids(questions: Sequence[Node], given: set[str]) -> None:
    """Where one text stands twice, that is the fault, and not the id that was made of it."""
    seen: set[str] = set()
    for node in questions:
        id_ = node.entry("id")
        if id_ is not None and isinstance(id_.value, str) and id_.value in seen and id_.value not in given:
            id_.value = f"{id_.value[:31]}-{unpack(node.place)[0]}"
        if id_ is not None and isinstance(id_.value, str):
            seen.add(id_.value)


def _place(part: dict[str, Node]) -> int:
    return min((node.place for node in part.values()), default=0)


def _kind(fields: dict[str, Node]) -> str:
    if "choices" in fields:
        return "choice"
    if "scale" in fields or "ranges" in fields:
        return "scale"
    return "mission" if "done" in fields else "open"


def _take_choices(draft: Draft) -> None:
    """`choice_1`, `choice_2`, ... in order; what `choices` lists comes first."""
    listed = draft.fields.get("choices")
    entries = list(listed.value) if listed is not None and isinstance(listed.value, list) else []
    for number, part in sorted(draft.parts["choices"].items()):
        if "label" not in part and 0 < number <= len(entries) and isinstance(entries[number - 1].value, dict):
            entries[number - 1] = Node({**_fields(entries[number - 1]), **part}, entries[number - 1].place)
        else:
            entries.append(Node(part, _place(part)))
    draft.fields["choices"] = Node(entries, pack(draft.row, 1), pack(draft.row, 1))


def _fields(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _attach_replies(draft: Draft, notes: Notes) -> None:
    """`say_1` and `ask_1` belong to the words of `if_they_say_1`; in a choice, to the choice named."""
    themes = draft.parts.get("themes")
    if not themes:
        return
    listed = draft.fields.get("choices")
    choices = listed.value if listed is not None and isinstance(listed.value, list) else []
    by_label = {str(_text(choice, "label")).casefold(): index for index, choice in enumerate(choices)}
    for number, theme in sorted(themes.items()):
        like = theme.get("like")
        words = [str(node.value) for node in like.value] if like is not None and isinstance(like.value, list) else []
        index = by_label.get(words[0].casefold()) if len(words) == 1 else None
        if not words and number <= len(choices):
            index = number - 1
        if index is not None and isinstance(choices[index].value, dict) and "id" not in theme and "not" not in theme:
            own = {key: node for key, node in theme.items() if key != "like"}
            choices[index] = Node({**_fields(choices[index]), **own}, choices[index].place)
            del themes[number]
        elif not words:
            what = remark(
                "the reply numbered {number} has no if_they_say_{number}: write there which words call for it; only "
                "one follow-up may do without, in default_ask",
                number=number,
            )
            notes.add("no-words", what, (draft.row, 1))
            del themes[number]
        elif "id" not in theme and like is not None:
            name = slug_of(words[0]) or id_of(words[0])
            theme["id"] = Node(f"{name[:32]}-said" if name in RESERVED else name, like.place, like.place)
    if not themes:
        del draft.parts["themes"]
        draft.fields.pop("themes", None)


def _text(node: Node, key: str) -> str:
    entry = node.entry(key)
    return entry.value if entry is not None and isinstance(entry.value, str) else ""


def _take_chips(draft: Draft) -> None:
    chips = draft.parts.get("chips")
    draft.fields.pop("chips", None)
    if not chips:
        return
    asked: dict[str, Node] = {}
    for _number, part in sorted(chips.items()):
        label, ask = part.get("label"), part.get("ask")
        if label is not None and isinstance(label.value, str) and ask is not None:
            asked[label.value] = Node(ask.value, ask.place, label.place)
    place = pack(draft.row, 1)
    draft.fields["chip_asks"] = Node(asked, place, place)
