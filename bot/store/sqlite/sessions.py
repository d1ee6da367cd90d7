"""Ways in to the console, each good once, and the browsers that came in by them."""

from __future__ import annotations

import sqlite3
from typing import Final

from bot.model.ids import AccountId, Address, MemberId, Platform
from bot.model.session import Session

_NAMES: Final = "hash, platform, account, member, begun, seen, language"


def offer_from(connection: sqlite3.Connection, account: AccountId, member: MemberId, ticket: int, until: int) -> None:
    """Whoever speaks from that account may come in by this ticket until then; an older one of theirs is void."""
    row = connection.execute("SELECT platform, address FROM accounts WHERE id = ?", (account,)).fetchone()
    if row is not None:
        offer(connection, Platform(row[0]), Address(row[1]), member, ticket, until)


def offer(
    connection: sqlite3.Connection, platform: Platform, account: Address, member: MemberId, ticket: int, until: int
) -> None:
    """The same, by the name of the account."""
    connection.execute("DELETE FROM entries WHERE platform = ? AND account = ?", (platform, account))
    connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", (ticket, platform, account, member, until))


def enter(connection: sqlite3.Connection, ticket: int, hash_: str, now: int) -> Session | None:
    """The ticket is used up, and the browser with that hash is in; None for one that is void, used or over."""
    row = connection.execute(
        "DELETE FROM entries WHERE ticket = ? RETURNING platform, account, member, until", (ticket,)
    ).fetchone()
    if row is None or row[3] <= now:
        return None
    session = Session(hash_, Platform(row[0]), Address(row[1]), MemberId(row[2]), now, now)
    connection.execute(
        f"INSERT INTO sessions ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, '')",
        (hash_, session.platform, session.account, session.member, now, now),
    )
    return session


def read(connection: sqlite3.Connection, hash_: str) -> Session | None:
    """Who came in with that browser, however long ago."""
    row = connection.execute(f"SELECT {_NAMES} FROM sessions WHERE hash = ?", (hash_,)).fetchone()
    if row is None:
        return None
    return Session(row[0], Platform(row[1]), Address(row[2]), MemberId(row[3]), row[4], row[5], row[6])


def keep(connection: sqlite3.Connection, session: Session) -> None:
    """It was seen then, and reads that language, unless it has ended in between."""
    connection.execute(
        "UPDATE sessions SET seen = ?, language = ? WHERE hash = ?", (session.seen, session.language, session.hash)
    )


def end(connection: sqlite3.Connection, hash_: str) -> None:
    """That browser is not in any more."""
    connection.execute("DELETE FROM sessions WHERE hash = ?", (hash_,))


def prune(connection: sqlite3.Connection, begun_before: int, now: int) -> None:
    """What is over by any measure is gone."""
    connection.execute("DELETE FROM sessions WHERE begun < ?", (begun_before,))
    connection.execute("DELETE FROM entries WHERE until < ?", (now,))
