"""Who may read whose words: one's own always, somebody else's for as long as they are shared, and what is said to a
table at which one sits or sat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from bot.model.effect import Say, Shown
from bot.model.ids import AccountId, Address, ConversationId, EnclosureId, MemberId, MessageId, Platform, WordsId
from bot.model.line import ENTRY, NAME
from bot.model.member import Member
from bot.ports.address import room_of
from bot.ports.store import Carried
from bot.store.sqlite.suggestions import READER


def readable(connection: sqlite3.Connection, account: AccountId, ids: Iterable[WordsId]) -> dict[WordsId, str]:
    """Those of the words that may be shown to whoever has that account: their own, and what is shared today."""
    return _found(connection, READABLE, account, ids)


def meant_for(connection: sqlite3.Connection, account: AccountId, ids: Iterable[WordsId]) -> dict[WordsId, str]:
    """Those of the words that are theirs, or were said to a table of theirs; what others share is not looked for."""
    return _found(connection, MEANT_FOR, account, ids)


def sits_at(connection: sqlite3.Connection, account: AccountId, table: ConversationId) -> bool:
    """Whether whoever has that account sits or sat at that table."""
    return connection.execute(SITS_AT, {"account": account, "table": table}).fetchone() is not None


def _found(
    connection: sqlite3.Connection, statement: str, account: AccountId, ids: Iterable[WordsId]
) -> dict[WordsId, str]:
    found = {}
    for id_ in ids:
        row = connection.execute(statement, {"words": id_, "account": account}).fetchone()
        if row:
            found[id_] = str(row[0])
    return found


_SEATED: Final = "SELECT 1 FROM seats s JOIN accounts a ON a.member = s.member WHERE a.id = :account"
SITS_AT: Final = f"{_SEATED} AND s.conversation = :table"
_MEANT: Final = f"account = :account OR (audience > 0 AND EXISTS ({_SEATED} AND s.conversation = w.audience))"
MEANT_FOR: Final = f"SELECT text FROM words w WHERE id = :words AND ({_MEANT})"
READABLE: Final = f"""
    SELECT text FROM words w WHERE id = :words AND (
        {_MEANT} OR EXISTS (SELECT 1 FROM answers a WHERE a.words = w.id AND a.shared = 1) OR {READER})"""


def carried_by(connection: sqlite3.Connection, account: AccountId, effect: Shown) -> Carried | None:
    """Where that is which the effect shows, if whoever has that account may see it; None where it shows nothing, or it
    is gone."""
    if not isinstance(effect, Say) or effect.encloses is None:
        return None
    return visible(connection, account, effect.encloses.id)


def visible(connection: sqlite3.Connection, account: AccountId, enclosure: EnclosureId) -> Carried | None:
    """The same, by its id: one's own, and what was shown to a table at which one sits or sat."""
    row = connection.execute(_VISIBLE, {"id": enclosure, "account": account}).fetchone()
    return Carried(enclosure, Platform(row[0]), *row[1:]) if row else None


_VISIBLE: Final = """
    SELECT a.platform, e.kind, e.size, e.mime, e.handle FROM enclosures e JOIN accounts a ON a.id = e.account
    WHERE e.id = :id AND (e.account = :account OR (e.audience > 0 AND EXISTS (
        SELECT 1 FROM seats s JOIN accounts mine ON mine.member = s.member
        WHERE mine.id = :account AND s.conversation = e.audience)))"""


def names(connection: sqlite3.Connection, members: Iterable[MemberId]) -> dict[MemberId, str]:
    """What these members are called; whoever is gone has no name."""
    found = {}
    for member in members:
        row = connection.execute("SELECT body FROM members WHERE id = ?", (member,)).fetchone()
        if row:
            found[member] = name_of(_DECODE_MEMBER(row[0]))
    return found


def name_of(member: Member) -> str:
    """The name that a member goes by."""
    return member.called or member.name


def quoted_in(effect: Shown) -> tuple[list[WordsId], list[MemberId]]:
    """The words and the members whose names the effect's lines show."""
    quotes = [quote for line in effect.lines for quote in line.quotes]
    words = [WordsId(quote[1]) for quote in quotes if quote[2] not in (NAME, ENTRY)]
    return words, [MemberId(quote[1]) for quote in quotes if quote[2] == NAME]


def language_at(connection: sqlite3.Connection, conversation: ConversationId) -> str:
    """What is read there: the language of the group place, or the person's; empty where none was chosen."""
    row = connection.execute(
        "SELECT platform, address, member FROM conversations WHERE id = ?", (conversation,)
    ).fetchone()
    if row is None:
        return ""
    if room := room_of(Address(row[1])):
        spoken = connection.execute("SELECT language FROM hosted WHERE platform = ? AND room = ?", (row[0], room))
        return str((spoken.fetchone() or ("",))[0])
    person = f"SELECT id, body FROM members WHERE id IN ({PERSON})"
    chosen = {id_: _DECODE_MEMBER(body).language for id_, body in connection.execute(person, {"member": row[2]})}
    return chosen.get(row[2]) or next((one for _id, one in sorted(chosen.items()) if one), "")


NOTHING_EDITED: Final = (MessageId(0), "")


def shown_in(connection: sqlite3.Connection, conversation: ConversationId, slot: str) -> tuple[MessageId, str]:
    """The newest message of that slot, and the platform's id of it, empty where that is not known; 0 for none."""
    row = connection.execute(
        "SELECT id, platform_id FROM outbox WHERE conversation = ? AND slot = ? AND slot <> ''"
        " ORDER BY id DESC LIMIT 1",
        (conversation, slot),
    ).fetchone()
    return (MessageId(row[0]), row[1] or "") if row else NOTHING_EDITED


_DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode

PERSON: Final = """
    SELECT :member UNION SELECT other.member FROM links mine JOIN links other ON other.person = mine.person
    WHERE mine.member = :member"""
"""The members that are the same person as `:member`: themselves, and those they are linked with."""
