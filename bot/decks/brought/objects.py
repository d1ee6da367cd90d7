"""Questions from a tree: a list of texts, a list of objects, lists by kind, or a deck in our own schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from bot.decks.brought import messages
from bot.decks.brought.columns import Column, Form, column_of, is_own_name, path_of
from bot.decks.brought.fields import Draft, depth_of, kind_of, known_kind, number_of
from bot.decks.brought.lines import asks, bare
from bot.decks.brought.notes import Notes, counted
from bot.decks.brought.numbering import numbering_of
from bot.decks.diagnostic import shown
from bot.decks.remarks import remark
from bot.decks.schema import ChoiceShape, HeaderShape, QuestionShape
from bot.decks.tree import Node, unpack

HEADER_FIELDS: Final = frozenset(info.alias or name for name, info in HeaderShape.model_fields.items())
_QUESTION_FIELDS: Final = frozenset(info.alias or name for name, info in QuestionShape.model_fields.items())
_CHOICE_FIELDS: Final = frozenset(info.alias or name for name, info in ChoiceShape.model_fields.items())
_HOLDERS: Final = ("questions", "cards", "prompts", "items", "data", "deck", "icebreakers", "fields", "results")
_LABELS: Final = ("label", "text", "name", "title", "value", "answer")
_ID: Final = re.compile(r"[a-z0-9-]{1,40}")


def is_deck(root: Node) -> bool:
    """Whether this is a deck in our own schema, to be read as it stands."""
    return isinstance(root.value, dict) and "schema" in root.value and "questions" in root.value


def read_tree(root: Node, notes: Notes) -> tuple[list[Draft], dict[str, Node]]:
    """The questions, and what the tree says of the deck. Raises `FileRefused`."""
    reader = _Reader(notes)
    said = messages.found_in(root)
    if said is not None:
        reader.take_messages(said)
    elif isinstance(root.value, list):
        reader.take_list(root.value, "")
    elif isinstance(root.value, dict):
        reader.take_map(root.value)
    else:
        raise notes.refuse("no-questions", "this is a single value; bring a list of questions", unpack(root.place))
    reader.close()
    return reader.drafts, reader.header


class _Meaning(NamedTuple):
    """What the name of a field says: the column, if one is known, and whether that is its own name."""

    column: Column | None
    number: int
    own: bool


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.drafts: list[Draft] = []
        self.header: dict[str, Node] = {}
        self._bare = 0
        self._unknown: dict[str, tuple[int, int]] = {}
        self._passed, self._named = 0, 0
        self._meanings: dict[str, _Meaning] = {}

    def take_messages(self, said: messages.Said) -> None:
        """The messages of a chat that ask; all else that its export says is left out."""
        for text, node in said.texts:
            self._put_text(Draft(unpack(node.place)[0]), text, node)
        what = remark(
            "an export of a chat: {count} that ask were taken, and {left} left out that ask nothing",
            count=counted(len(said.texts), "message"),
            left=f"{said.left_out:,}",
        )
        self.notes.assume("chat", what)

    def take_map(self, values: dict[str, Node]) -> None:
        """A deck's fields beside its questions; lists by kind, whatever they are called; or texts by their numbers."""
        if any(column_is_question(key) for key in values) and not any(
            isinstance(v.value, list) for v in values.values()
        ):
            self._take_object(values, "", 1)
            return
        for key, node in values.items():
            if asks(key) and isinstance(node.value, str | list | dict):
                self._take_key(key, node)
            elif isinstance(node.value, str) and key not in HEADER_FIELDS and asks(node.value):
                self._put_text(Draft(unpack(node.place)[0]), node.value, node)
            elif isinstance(node.value, list) and key not in HEADER_FIELDS:
                self.take_list(node.value, "" if key.casefold() in _HOLDERS else key)
            elif isinstance(node.value, dict) and key not in HEADER_FIELDS:
                self.take_map(node.value)
            elif key in HEADER_FIELDS and node.value is not None:
                self.header[key] = node
            elif node.value is not None:
                self._leave_out(key, node.key_place or node.place)

    def _leave_out(self, key: str, place: int) -> None:
        count, first = self._unknown.get(key, (0, place))
        self._unknown[key] = (count + 1, first)

    def _take_key(self, key: str, node: Node) -> None:
        """A question that is the name of its answers."""
        self._named += 1
        place = node.key_place or node.place
        draft = Draft(unpack(place)[0])
        self._put_text(draft, key, Node(key, place, place))
        labels = _shaped(Form.LABELS, node) if not isinstance(node.value, str) else None
        if labels is not None and isinstance(labels.value, list) and 2 <= len(labels.value) <= 6:
            draft.put(("choices",), labels, place)

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
                self._passed += 1
                continue
            if kind and "kind" not in draft.fields:
                draft.put(("kind",), Node(kind, entry.place), entry.place)

    def _take_object(self, values: dict[str, Node], kind: str, row: int) -> Draft:
        draft = Draft(row)
        meanings = [self._meaning(key) for key in values]
        own = {one.column.name for one in meanings if one.own and one.column is not None}
        for key, node in values.items():
            place = node.key_place or node.place
            if node.value is None or node.value in ("", [], {}):
                continue
            if key.casefold() == "properties" and isinstance(node.value, dict) and "choices" in node.value:
                draft.put(("choices",), _shaped(Form.LABELS, node.value["choices"]), place)
            elif not self._is_meant(key, node, own):
                self._leave_out(key, place)
            elif key in _QUESTION_FIELDS and self._is_ours(key, node):
                draft.put((key,), node, place)
            elif not self._take_column(draft, key, node, place):
                self._leave_out(key, place)
        if "text" in draft.fields:
            text = draft.fields["text"]
            if isinstance(text.value, str):
                self._put_text(draft, text.value, text, known=True)
        if draft.fields:
            self.drafts.append(draft)
        return draft

    def _is_meant(self, key: str, node: Node, own: set[str]) -> bool:
        """Whether the field says what its name says here: many a program has an id, a type and a title of its own."""
        column, _number, is_own = self._meaning(key)
        if column is None or column.deck:
            return True
        if column.name == "id":
            return isinstance(node.value, str) and (key == "id" or _ID.fullmatch(node.value) is not None)
        if column.name == "kind" and not is_own:
            return isinstance(node.value, str) and known_kind(node.value) != ""
        return is_own or column.name not in own

    def _meaning(self, key: str) -> _Meaning:
        # Ten thousand entries have the same few fields.
        found = self._meanings.get(key)
        if found is None:
            column, index = column_of(key) or (None, 0)
            found = self._meanings[key] = _Meaning(column, index, is_own_name(key))
        return found

    def _is_ours(self, key: str, node: Node) -> bool:
        """Whether the field has the type that our schema has for it; `choices` may be a list of texts, too."""
        if key in ("depth", "kind", "choices"):
            return False
        return not isinstance(node.value, str | int) or key in ("id", "text", "example", "short", "contrast", "thought",
            "and_you", "take_away")  # fmt: skip

    def _take_column(self, draft: Draft, key: str, node: Node, place: int) -> bool:
        column, index, _own = self._meaning(key)
        if column is None or column.deck or column.form is Form.RANGE:
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
        take_off = numbering_of([text for draft in self.drafts if (text := draft.text("text"))])
        for draft in self.drafts:
            text = draft.text("text")
            if text and take_off(text) != text:
                draft.fields["text"].value, self._bare = take_off(text), self._bare + 1
        for key, (count, place) in self._unknown.items():
            once = remark("the field {key} is not known here; it was left out", key=shown(key))
            often = remark(
                "the field {key} is not known here; it was left out ({times} times)", key=shown(key), times=f"{count:,}"
            )
            self.notes.add("column-ignored", often if count > 1 else once, unpack(place))
        if self._named:
            what = remark(
                "{count} of a field that ask were taken for the questions,"
                " and two to six texts below one for its choices",
                count=counted(self._named, "name"),
            )
            self.notes.assume("choices", what)
        if self._passed:
            what = remark("{count} left out: no text, and no object with one", count=counted(self._passed, "entry"))
            self.notes.add("column-ignored", what)
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
    if form is Form.LABELS and isinstance(node.value, dict):
        node = Node(list(node.value.values()), place, key_place)
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
        elif isinstance(entry.value, dict) and "label" not in entry.value:
            name = next((name for name in _LABELS if name in entry.value), "")
            yield Node({"label": entry.value[name]}, entry.place) if name else entry
        elif isinstance(entry.value, dict) and not entry.value.keys() <= _CHOICE_FIELDS:
            yield Node({"label": entry.value["label"]}, entry.place)
        else:
            yield entry
