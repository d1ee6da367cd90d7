"""Who is what in the community by the operator's word, and who stands in for whom: few rows, read at each act."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from typing import Final

from bot.model.ids import AccountId, Address, ConversationId, MemberId, Platform
from bot.model.member import Deputyship, Rank
from bot.model.record import DeputyNamed, DeputyOver, DeputyWanted, Granted
from bot.model.situation import OWN
from bot.ports.standings import Appointed
from bot.ports.store import Conflict, Seat
from bot.ports.views import Deputy, Grant

_DEPUTYSHIP: Final = """
    SELECT g.member, d.until, d.code, coalesce(a.member, 0), d.giver, d.conversation, d.theirs
    FROM deputies d JOIN accounts g ON g.id = d.giver LEFT JOIN accounts a ON a.id = d.deputy WHERE """


def granted(connection: sqlite3.Connection, platform: str, account: str) -> Rank:
    """What the operator granted that account; a member's rank where that is nothing."""
    row = connection.execute(
        "SELECT rank FROM grants WHERE platform = ? AND account = ?", (platform, account)
    ).fetchone()
    return Rank(row[0]) if row else Rank.MEMBER


def appointed(connection: sqlite3.Connection, platform: Platform, account: Address, now: int) -> Appointed:
    """What is written down about that account."""
    givers = connection.execute(
        "SELECT g.platform, g.address FROM accounts a JOIN deputies d ON d.deputy = a.id JOIN accounts g"
        " ON g.id = d.giver WHERE a.platform = ? AND a.address = ? AND d.until > ? ORDER BY g.id",
        (platform, account, now),
    ).fetchall()
    away = tuple((Platform(where), Address(who)) for where, who in givers)
    return Appointed(granted(connection, platform, account), away)


def doors(
    connection: sqlite3.Connection, accounts: Collection[tuple[Platform, Address]], now: int
) -> tuple[ConversationId, ...]:
    """The private conversations, oldest account first, of these accounts, of whoever was granted as much, and of
    whoever stands in for somebody; an address with a room in it is none."""
    meant = set(accounts)
    meant |= set(connection.execute("SELECT platform, account FROM grants WHERE rank IN ('moderator', 'owner')"))
    meant |= set(
        connection.execute(
            "SELECT a.platform, a.address FROM deputies d JOIN accounts a ON a.id = d.deputy WHERE d.until > ?", (now,)
        )
    )
    return tuple(
        ConversationId(id_)
        for platform, address in sorted(meant)
        for (id_,) in connection.execute(
            "SELECT c.id FROM accounts a JOIN conversations c ON c.account = a.id"
            " WHERE a.platform = ? AND a.address = ? AND instr(c.address, '#') = 0 ORDER BY c.id LIMIT 1",
            (platform, address),
        )
    )


def deputyship(
    connection: sqlite3.Connection, account: AccountId, person: Collection[MemberId], wanted: str, now: int
) -> Deputyship | None:
    """Who stands in by that code; or who stands in for this account, else for whom it stands in."""
    execute = connection.execute
    if wanted != OWN:
        row = execute(
            f"{_DEPUTYSHIP} d.code = ? AND d.code <> '' AND min(d.good, d.until) > ?", (wanted, now)
        ).fetchone()
    else:
        row = execute(
            f"{_DEPUTYSHIP} d.giver = ? OR (d.deputy = ? AND d.until > ?) ORDER BY d.giver <> ? LIMIT 1",
            (account, account, now, account),
        ).fetchone()
    if row is None:
        return None
    giver, until, code, deputy, giving, conversation, theirs = row
    mine = giving == account or (wanted != OWN and giver in person)
    told = ConversationId(conversation), ConversationId(theirs)
    return Deputyship(MemberId(giver), until, code, MemberId(deputy), mine, told)


def settle(
    connection: sqlite3.Connection, seat: Seat, record: Granted | DeputyWanted | DeputyNamed | DeputyOver, now: int
) -> None:
    """The record holds, of whoever sits there. Raises `Conflict` for a code that is gone."""
    execute = connection.execute
    match record:
        case Granted(platform, account, rank):
            execute("DELETE FROM grants WHERE platform = ? AND account = ?", (platform, account))
            if rank is not Rank.MEMBER:
                execute("INSERT INTO grants VALUES (?, ?, ?, ?)", (platform, account, rank.value, now))
        case DeputyWanted(code, good, until):
            row = (seat.account, seat.conversation, code, good, until)
            execute("INSERT OR REPLACE INTO deputies VALUES (?, ?, ?, ?, ?, 0, 0)", row)
        case DeputyNamed(code):
            named = execute(
                "UPDATE deputies SET code = '', deputy = ?, theirs = ? WHERE code = ? AND code <> ''",
                (seat.account, seat.conversation, code),
            )
            if not named.rowcount:
                raise Conflict("the code was used in between")
        case DeputyOver(giver):
            execute("DELETE FROM deputies WHERE giver IN (SELECT id FROM accounts WHERE member = ?)", (giver,))


def forget(connection: sqlite3.Connection, member: int) -> None:
    """Nobody stands in for that member, and they for nobody."""
    mine = "SELECT id FROM accounts WHERE member = ?"
    connection.execute(f"DELETE FROM deputies WHERE giver IN ({mine}) OR deputy IN ({mine})", (member, member))


def grants(connection: sqlite3.Connection) -> Iterator[Grant]:
    """All that the operator granted."""
    for platform, account, rank, at in connection.execute("SELECT * FROM grants ORDER BY platform, account"):
        yield Grant(f"{platform}:{account}", Rank(rank), at)


def deputies(connection: sqlite3.Connection, now: int) -> Iterator[Deputy]:
    """Who stands in for whom at that moment."""
    rows = connection.execute(
        "SELECT g.platform || ':' || g.address, a.platform || ':' || a.address, d.until FROM deputies d"
        " JOIN accounts g ON g.id = d.giver JOIN accounts a ON a.id = d.deputy WHERE d.until > ? ORDER BY d.until",
        (now,),
    )
    for giver, deputy, until in rows:
        yield Deputy(giver, deputy, until)
