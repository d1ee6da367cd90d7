"""Questions from a tree: a list of texts, a list of objects, lists by kind, or a deck in our own schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.decks.brought.columns import Form, column_of, path_of
from bot.decks.brought.fields import Draft, depth_of, kind_of, known_kind, number_of
from bot.decks.brought.lines import bare
from bot.decks.brought.notes import Notes, counted
from bot.decks.diagnostic import shown
from bot.decks.remarks import remark
from bot.decks.schema import HeaderShape, QuestionShape
from bot.decks.tree import Node, unpack

HEADER_FIELDS: Final = frozenset(info.alias or name for name, info in HeaderShape.model_fields.items())
_QUESTION_FIELDS: Final = frozenset(info.alias or name for name, info in QuestionShape.model_fields.items())
_HOLDERS: Final = ("questions", "cards", "prompts", "items", "data", "deck", "icebreakers")


def is_deck(root: Node) -> bool:
    """Whether this is a deck in our own schema, to be read as it stands."""
    return isinstance(root.value, dict) and "schema" in root.value and "questions" in root.value


def read_tree(root: Node, notes: Notes) -> tuple[list[Draft], dict[str, Node]]:
    """The questions, and what the tree says of the deck. Raises `Refused`."""
    reader = _Reader(notes)
    if isinstance(root.value, list):
        reader.take_list(root.value, "")
    elif isinstance(root.value, dict):
        reader.take_map(root.value)
    else:
        raise notes.refuse("no-questions", "this is a single value; bring a list of questions", unpack(root.place))
    reader.close()
    return reader.drafts, reader.header


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.drafts: list[Draft] = []
        self.header: dict[str, Node] = {}
        self._bare = 0

    def take_map(self, values: dict[str, Node]) -> None:
        """A deck's fields beside its questions; or lists by kind, whatever they are called."""
        if any(column_is_question(key) for key in values) and not any(
            isinstance(v.value, list) for v in values.values()
        ):
            self._take_object(values, "", 1)
            return
        for key, node in values.items():
            if isinstance(node.value, list) and key not in HEADER_FIELDS:
                self.take_list(node.value, "" if key.casefold() in _HOLDERS else key)
            elif isinstance(node.value, dict) and key not in HEADER_FIELDS:
                self.take_map(node.value)
            elif key in HEADER_FIELDS and node.value is not None:
                self.header[key] = node
            elif node.value is not None:
                what = remark("the field {key} is not known here; it was left out", key=shown(key))
                self.notes.add("column-ignored", what, unpack(node.key_place or node.place))

    def take_list(self, entries: list[Node], category: str) -> None:
        """The entries of one list; its name is their kind, or a tag where no such kind is known."""
        kind = known_kind(category) if category else ""
        if category and not kind:
            what = remark(
                "{category} is no kind of question; its questions were taken as they are", category=shown(category)
            )
            self.notes.assume("defaults", what, unpack(entries[0].place) if entries else (0, 0))
        for entry in entries:
            if isinstance(entry.value, str):
                draft = Draft(unpack(entry.place)[0])
                self._put_text(draft, entry.value, entry)
            elif isinstance(entry.value, dict):
                draft = self._take_object(entry.value, kind, unpack(entry.place)[0])
            elif isinstance(entry.value, list):
                self.take_list(entry.value, category)
                continue
            else:
                continue
            if kind and "kind" not in draft.fields:
                draft.put(("kind",), Node(kind, entry.place), entry.place)

    def _take_object(self, values: dict[str, Node], kind: str, row: int) -> Draft:
        draft = Draft(row)
        for key, node in values.items():
            place = node.key_place or node.place
            if node.value is None or node.value == "":
                continue
            if key in _QUESTION_FIELDS and self._is_ours(key, node):
                draft.put((key,), node, place)
            elif not self._take_column(draft, key, node, place):
                what = remark("the field {key} is not known; it was left out", key=shown(key))
                self.notes.add("column-ignored", what, unpack(place))
        if "text" in draft.fields:
            text = draft.fields["text"]
            if isinstance(text.value, str):
                self._put_text(draft, text.value, text, known=True)
        if draft.fields:
            self.drafts.append(draft)
        return draft

    def _is_ours(self, key: str, node: Node) -> bool:
        """Whether the field has the type that our schema has for it; `choices` may be a list of texts, too."""
        if key in ("depth", "kind", "choices"):
            return False
        return not isinstance(node.value, str | int) or key in ("id", "text", "example", "short", "contrast", "thought",
            "and_you", "take_away")  # fmt: skip

    def _take_column(self, draft: Draft, key: str, node: Node, place: int) -> bool:
        found = column_of(key)
        if found is None or found[0].deck:
            return False
        column, index = found
        if column.form is Form.RANGE:
            return False
        draft.put(path_of(column, index), _shaped(column.form, node), place)
        return True

    def _put_text(self, draft: Draft, text: str, node: Node, known: bool = False) -> None:
        plain = bare(" ".join(text.split()) if re.search(r"[\n\t]", text) else text)
        self._bare += plain != text.strip()
        draft.put(("text",), Node(plain, node.place, node.key_place), node.place)
        if not known:
            self.drafts.append(draft)

    def close(self) -> None:
        """All was taken."""
        if self._bare:
            self.notes.assume(
                "numbering",
                remark(
                    "numbers, bullets or quotation marks were taken off {count}", count=counted(self._bare, "question")
                ),
            )


def column_is_question(key: str) -> bool:
    """Whether this key is one that a question's text has."""
    found = column_of(key)
    return found is not None and found[0].name == "question"


def _shaped(form: Form, node: Node) -> Node:
    """The value as the column means it; what cannot be is left for the rules to complain of."""
    place, key_place = node.place, node.key_place
    if form is Form.LABELS and isinstance(node.value, list):
        return Node(list(_labelled(node.value)), place, key_place)
    if form is Form.LABELS and isinstance(node.value, str):
        pieces = [piece.strip() for piece in re.split(r"[|;\n]|,(?!\s*\d{3})", node.value) if piece.strip()]
        return Node([Node({"label": Node(piece, place, place)}, place) for piece in pieces], place, key_place)
    if form in (Form.WORDS, Form.LINES) and isinstance(node.value, str | int):
        pieces = [piece.strip() for piece in re.split(r"[|\n]" if form is Form.LINES else r"[|;,\n]", str(node.value))]
        return Node([Node(piece, place) for piece in pieces if piece], place, key_place)
    if isinstance(node.value, str):
        readers: Mapping[Form, Callable[[str], int | str]] = {
            Form.DEPTH: depth_of,
            Form.KIND: kind_of,
            Form.NUMBER: number_of,
        }
        if form in readers:
            return Node(readers[form](node.value), place, key_place)
    elif isinstance(node.value, int) and form is Form.TEXT:
        return Node(str(node.value), place, key_place)
    return node


def _labelled(entries: list[Node]) -> Iterator[Node]:
    for entry in entries:
        if isinstance(entry.value, str | int):
            yield Node({"label": Node(str(entry.value), entry.place, entry.place)}, entry.place)
        else:
            yield entry
