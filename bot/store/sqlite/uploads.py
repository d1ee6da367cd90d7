"""Lists of questions that were brought in a chat, until somebody has decided about them.

A row is written with the step that wants it read, so that a crash forgets none; it says by what the file is fetched,
and later what was found. The version that came of it is stored like every other; `hash` names it where it came with
this row alone, so that it goes with it.
"""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

from bot.model.enclosure import Enclosure
from bot.model.ids import ConversationId, EnclosureId, Platform
from bot.model.upload import Report, Staged
from bot.ports.store import Seat
from bot.ports.uploads import Upload
from bot.store.sqlite.collected import ENCODE
from bot.store.sqlite.quoting import language_at
from bot.store.sqlite.stock import read_stock

_DECODE: Final = msgspec.json.Decoder(Staged).decode


def keep(connection: sqlite3.Connection, seat: Seat, id_: EnclosureId, came: Enclosure | None, now: int) -> None:
    """It is to be read, in place of what was brought there before. Without an enclosure it is the words of that id."""
    settle(connection, seat.conversation, loaded=False)
    bare = Enclosure("")
    size, handle, name = (came.size, came.handle, came.name) if came else (bare.size, bare.handle, bare.name)
    connection.execute(
        "INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', NULL)",
        (id_, seat.conversation, seat.account, now, int(came is None), size, handle, name),
    )


def waiting(connection: sqlite3.Connection) -> tuple[Upload, ...]:
    """What has not been read, oldest first."""
    rows = connection.execute(
        "SELECT u.id, u.conversation, c.platform, u.size, u.handle, u.name, CASE u.pasted WHEN 1 THEN w.text END"
        " FROM uploads u JOIN conversations c ON c.id = u.conversation LEFT JOIN words w ON w.id = u.id"
        " WHERE u.body IS NULL ORDER BY u.id"
    )
    return tuple(
        Upload(EnclosureId(id_), ConversationId(conversation), Platform(platform), size, handle, name, text or "",
               language_at(connection, ConversationId(conversation)))
        for id_, conversation, platform, size, handle, name, text in rows.fetchall()
    )  # fmt: skip


def claim(connection: sqlite3.Connection, upload: EnclosureId, hash_: str) -> bool:
    """The version of that hash comes with that upload, if it was not there before; False where the upload is gone."""
    connection.execute(
        "UPDATE uploads SET hash = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM decks WHERE hash = ?)",
        (hash_, upload, hash_),
    )
    return connection.execute("SELECT 1 FROM uploads WHERE id = ?", (upload,)).fetchone() is not None


def finish(connection: sqlite3.Connection, upload: EnclosureId, report: Report, now: int) -> ConversationId | None:
    """What was found is noted, and waits for a yes if there is anything to load; returns whose it is. None where it was
    noted before, or is gone."""
    row = connection.execute("SELECT conversation FROM uploads WHERE id = ? AND body IS NULL", (upload,)).fetchone()
    if row is None:
        return None
    if report.hash:
        found = Staged(
            upload,
            now,
            report.deck,
            report.hash,
            report.title,
            report.description,
            report.questions,
            report.language,
        )
        connection.execute("UPDATE uploads SET body = ? WHERE id = ?", (ENCODE(found), upload))
    else:
        settle(connection, row[0], loaded=False)
    return ConversationId(row[0])


def staged(connection: sqlite3.Connection, conversation: ConversationId) -> Staged | None:
    """What was brought there and is not decided about."""
    row = connection.execute("SELECT id, at, body FROM uploads WHERE conversation = ?", (conversation,)).fetchone()
    if row is None:
        return None
    return _DECODE(row[2]) if row[2] is not None else Staged(EnclosureId(row[0]), row[1])


def settle(connection: sqlite3.Connection, conversation: int, loaded: bool) -> None:
    """Nothing waits there; what was stored and nobody has goes as well."""
    rows = connection.execute("SELECT hash FROM uploads WHERE conversation = ?", (conversation,)).fetchall()
    connection.execute("DELETE FROM uploads WHERE conversation = ?", (conversation,))
    if not loaded:
        _drop(connection, {hash_ for (hash_,) in rows if hash_})


def forget(connection: sqlite3.Connection, member: int) -> None:
    """Nothing waits that this member brought."""
    theirs = "account IN (SELECT id FROM accounts WHERE member = ?)"
    rows = connection.execute(f"SELECT hash FROM uploads WHERE {theirs}", (member,)).fetchall()
    connection.execute(f"DELETE FROM uploads WHERE {theirs}", (member,))
    _drop(connection, {hash_ for (hash_,) in rows if hash_})


def _drop(connection: sqlite3.Connection, hashes: set[str]) -> None:
    """Of these versions, those that nobody loaded meanwhile are gone."""
    if not hashes:
        return
    entries = read_stock(connection).entries
    had = {version.hash for entry in entries for version in (entry.current, *entry.before)}
    had |= {entry.file for entry in entries}
    connection.executemany("DELETE FROM decks WHERE hash = ?", [(one,) for one in sorted(hashes - had)])
