"""A part becomes what Matrix takes: a body, HTML, and a mark of what it asked; and errors become classes."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.adapters.matrix.capabilities import LARGEST_EVENT, MARK, PREFIX
from bot.adapters.matrix.events import Json
from bot.adapters.matrix.line import CallRefused
from bot.model.message import Paragraph, Part, Role, Scope
from bot.ports.adapter import Failure, SendFailed
from bot.ports.marks import Mark, join, read_marks

_TAG: Final = {Mark.STRONG: "strong", Mark.EMPHASIS: "em", Mark.WORD: "code"}
_ROLE: Final = {Role.QUESTION: "strong", Role.TAKE_AWAY: "strong", Role.ASIDE: "em"}
_ASKING: Final = frozenset({Role.QUESTION, Role.FOLLOW_UP})
_NUMBERED: Final = re.compile(r" *([0-9]{1,2})  (\S.*)", re.DOTALL)
_SCALE: Final = re.compile(r"-?[0-9]+(?:  -?[0-9]+)+")
_YES: Final = re.compile(r"\byes\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?]) +")
_SHALL: Final = re.compile(r"(?:shall|would|do|does|did|is|are|was|were|may|can|could|should|will|have|has)\b", re.I)
DESTINATION: Final = frozenset({"M_FORBIDDEN", "M_NOT_FOUND", "M_UNKNOWN", "M_GUEST_ACCESS_FORBIDDEN"})
MESSAGE: Final = frozenset({"M_TOO_LARGE", "M_BAD_JSON", "M_NOT_JSON", "M_INVALID_PARAM"})


class Current(NamedTuple):
    """A message of ours as it stands: its content now, and the event that made it so where it was edited."""

    content: Json
    version: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """The message and the part that it was sent as."""
        mark = self.content.get(MARK)
        key, part = (mark.get("key"), mark.get("part")) if isinstance(mark, dict) else ("", 0)
        return str(key), part if isinstance(part, int) else 0


class LastWord(NamedTuple):
    """The member's last event in a group, and the thread that it stands in; without an event, the thread alone."""

    event: str
    thread: str = ""


def content_of(
    part: Part, key: str, number: int, person: str, last: LastWord | None, limit: int = LARGEST_EVENT
) -> Json:
    """The content of the message, of not many more bytes than `limit`; it never mentions anybody, whatever stands in
    it."""
    # In a group nobody is heard who does not speak to us.
    before = f"{PREFIX} " if person else ""
    content: Json = {
        "msgtype": "m.text",
        "body": body_of(part, before),
        "m.mentions": {},
        MARK: {"key": key, "part": number} | asked_of(part, person),
    }
    if last is not None:
        content["m.relates_to"] = relation_to(last)
    formatted = {"format": "org.matrix.custom.html", "formatted_body": html_of(part, before)}
    whole = content | formatted
    # Escaped, a text can be six times as long: then it goes without its emphasis.
    return whole if len(json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")) <= limit else content


def edit_of(sent: str, version: str, new: Json) -> tuple[Json, str]:
    """The content of the event that makes `sent` read like `new`, and its transaction: the same for the same edit of
    the same `version`."""
    old = {key: value for key, value in new.items() if key != MARK}
    old |= {"body": f"* {new['body']}", "m.relates_to": {"rel_type": "m.replace", "event_id": sent}}
    if "formatted_body" in new:
        old["formatted_body"] = f"* {new['formatted_body']}"
    whole = json.dumps([sent, version, new], sort_keys=True)
    return old | {"m.new_content": new}, "edit-" + hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]


def relation_to(last: LastWord) -> Json:
    """It answers what the member said, in the thread where they said it; what answers nobody stands in the thread."""
    answers: Json = {"m.in_reply_to": {"event_id": last.event or last.thread}}
    if not last.thread:
        return answers
    # Apps that know no threads show that it belongs to where the thread begins.
    return answers | {"rel_type": "m.thread", "event_id": last.thread, "is_falling_back": not last.event}


def asked_of(part: Part, person: str) -> Json:
    """What a reaction to this message can say."""
    numbers, labels = [], []
    for paragraph in part.paragraphs:
        found = _NUMBERED.fullmatch(paragraph.text) if paragraph.role is Role.ITEM else None
        if paragraph.role is Role.ITEM and _SCALE.fullmatch(paragraph.text):
            numbers += paragraph.text.split()
        elif found:
            numbers.append(found[1])
            labels.append(read_marks(found[2])[0].casefold())
    asks = bool(numbers) or any(paragraph.role in _ASKING for paragraph in part.paragraphs)
    yes = "yes" in labels or (not numbers and _wants_yes(part))
    return {"person": person, "numbers": numbers, "yes": yes, "asks": asks or yes}


def _wants_yes(part: Part) -> bool:
    """Whether it ends with something that a plain yes answers."""
    last = part.paragraphs[-1].text if part.paragraphs else ""
    sentence = _SENTENCE.split(last)[-1]
    return _YES.search(last) is not None or (sentence.endswith("?") and _SHALL.match(sentence) is not None)


def body_of(part: Part, before: str = "") -> str:
    """The paragraphs for clients that show no HTML: words to type, each with `before`, stand in quotation marks."""
    return join(part.paragraphs, ["".join(_plain(paragraph.text, before)) for paragraph in part.paragraphs])


def _plain(text: str, before: str) -> Iterator[str]:
    plain, stretches = read_marks(text)
    at = 0
    for stretch in stretches:
        inner = plain[stretch.first : stretch.last]
        yield plain[at : stretch.first]
        yield f"‘{before}{inner}’" if stretch.mark is Mark.WORD else inner
        at = stretch.last
    yield plain[at:]


def html_of(part: Part, before: str = "") -> str:
    """The paragraphs as HTML, in which everything that was said is text; `before` stands before words to type."""
    set_ = [_set(paragraph, before) for paragraph in part.paragraphs]
    return f"<p>{join(part.paragraphs, set_)}</p>".replace("\n\n", "</p><p>").replace("\n", "<br>")


def _set(paragraph: Paragraph, before: str) -> str:
    inner = "".join(_pieces(paragraph.text, before))
    tag = _ROLE.get(paragraph.role)
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def _pieces(text: str, before: str) -> Iterator[str]:
    plain, stretches = read_marks(text)
    at = 0
    for stretch in stretches:
        tag = _TAG[stretch.mark]
        yield _escape(plain[at : stretch.first])
        said = before if stretch.mark is Mark.WORD else ""
        yield f"<{tag}>{said}{_escape(plain[stretch.first : stretch.last])}</{tag}>"
        at = stretch.last
    yield _escape(plain[at:])


def _escape(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def failed(refused: CallRefused) -> SendFailed:
    """The class of what the homeserver said."""
    why = str(refused)
    if refused.code == "M_LIMIT_EXCEEDED" or refused.status == 429:
        return SendFailed(Failure.RETRY_AFTER, why, refused.after, Scope.EVERYTHING)
    if refused.lost_key:
        return SendFailed(Failure.AUTH, why)
    if refused.code in DESTINATION:
        return SendFailed(Failure.DESTINATION, why)
    if refused.code in MESSAGE or refused.status == 413:
        return SendFailed(Failure.MESSAGE, why)
    return SendFailed(Failure.TRANSIENT, why)
