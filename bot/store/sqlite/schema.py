"""Tables, as migrations: a change and the record of it are one transaction.

Times are integer milliseconds UTC. Columns named `body`, `state`, `told` hold JSON of the nouns.
"""

from __future__ import annotations

import zlib
from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS: Final = Migrations("not-date")

_FIRST: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE members (
        id INTEGER PRIMARY KEY, community INTEGER NOT NULL, version INTEGER NOT NULL, last_seen INTEGER NOT NULL,
        body BLOB NOT NULL) STRICT""",
    """CREATE TABLE accounts (
        id INTEGER PRIMARY KEY, platform TEXT NOT NULL, address TEXT NOT NULL, member INTEGER NOT NULL,
        UNIQUE (platform, address)) STRICT""",
    """CREATE TABLE places (
        platform TEXT NOT NULL, address TEXT NOT NULL, id INTEGER NOT NULL, account INTEGER NOT NULL,
        conversation INTEGER NOT NULL, PRIMARY KEY (platform, address)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE conversations (
        id INTEGER PRIMARY KEY, community INTEGER NOT NULL, format TEXT NOT NULL, member INTEGER NOT NULL,
        account INTEGER NOT NULL, place INTEGER NOT NULL, platform TEXT NOT NULL, address TEXT NOT NULL,
        last_event INTEGER NOT NULL, last_message INTEGER NOT NULL, state BLOB NOT NULL) STRICT""",
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, previous INTEGER NOT NULL, at INTEGER NOT NULL,
        outcome TEXT NOT NULL, body BLOB NOT NULL, told BLOB) STRICT""",
    """CREATE TABLE deliveries (
        source TEXT NOT NULL, id ANY NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE words (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, text TEXT NOT NULL) STRICT",
    """CREATE TABLE answers (
        round INTEGER NOT NULL, member INTEGER NOT NULL, part INTEGER NOT NULL, question INTEGER NOT NULL,
        branch TEXT NOT NULL, key TEXT NOT NULL, words INTEGER NOT NULL, counts INTEGER NOT NULL,
        shared INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (round, member, part)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX answers_shared ON answers (question) WHERE shared = 1",
    """CREATE TABLE tallies (
        question INTEGER NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (question, key)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE passes (
        question INTEGER NOT NULL, how TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (question, how)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, previous INTEGER NOT NULL, at INTEGER NOT NULL,
        state TEXT NOT NULL, delivery TEXT NOT NULL, attempts INTEGER NOT NULL, expires INTEGER NOT NULL,
        slot TEXT NOT NULL, body BLOB NOT NULL, platform_id TEXT, failure TEXT, why TEXT, retry_at INTEGER) STRICT""",
    "CREATE INDEX outbox_open ON outbox (id) WHERE state IN ('ready', 'attempted')",
    """CREATE TABLE timers (
        conversation INTEGER NOT NULL, name TEXT NOT NULL, due INTEGER NOT NULL,
        PRIMARY KEY (conversation, name)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX timers_due ON timers (due)",
    """CREATE TABLE quarantine (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, at INTEGER NOT NULL, raw BLOB NOT NULL,
        error TEXT NOT NULL) STRICT""",
    "CREATE TABLE contexts (hash TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE decks (
        hash TEXT PRIMARY KEY, deck TEXT NOT NULL, version TEXT NOT NULL, at INTEGER NOT NULL,
        body BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE questions (
        number INTEGER PRIMARY KEY, deck TEXT NOT NULL, question TEXT NOT NULL, UNIQUE (deck, question)) STRICT""",
    "CREATE TABLE erasures (at INTEGER NOT NULL, member INTEGER NOT NULL) STRICT",
)


@MIGRATIONS()
def m001_the_house(db: Database) -> None:
    """Everything that a conversation, its members and its messages need."""
    for statement in _FIRST:
        db.execute(statement)


@MIGRATIONS()
def m002_found_at_once(db: Database) -> None:
    """Whether words are shared, and what is a member's, is found without looking through everybody's."""
    db.execute("CREATE INDEX answers_quoted ON answers (words) WHERE shared = 1")
    db.execute("CREATE INDEX conversations_of ON conversations (member)")
    db.execute("CREATE INDEX accounts_of ON accounts (member)")


@MIGRATIONS()
def m003_several_places(db: Database) -> None:
    """Group places and whether they are open, accounts of one person, and places that cannot be reached any more."""
    db.execute("ALTER TABLE conversations ADD COLUMN unreachable INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """CREATE TABLE rooms (
        platform TEXT NOT NULL, address TEXT NOT NULL, open INTEGER NOT NULL, member INTEGER NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (platform, address)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE links (member INTEGER PRIMARY KEY, person INTEGER NOT NULL) STRICT")
    db.execute("CREATE INDEX links_of ON links (person)")
    db.execute(
        """CREATE TABLE codes (
        code TEXT PRIMARY KEY, member INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID"""
    )


_TABLES: Final = (
    "ALTER TABLE words ADD COLUMN audience INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX words_addressed ON words (audience) WHERE audience > 0",
    """CREATE TABLE seats (
        conversation INTEGER NOT NULL, member INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (conversation, member)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX seats_of ON seats (member)",
    """CREATE TABLE invitations (
        code TEXT PRIMARY KEY, conversation INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE met (
        member INTEGER NOT NULL, other INTEGER NOT NULL, times INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (member, other)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE blocks (
        member INTEGER NOT NULL, whom INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (member, whom)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE seekers (
        member INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, platform TEXT NOT NULL, since INTEGER NOT NULL,
        waiting INTEGER NOT NULL, told INTEGER NOT NULL, leanings INTEGER NOT NULL, trio INTEGER NOT NULL) STRICT""",
    """CREATE TABLE reports (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, conversation INTEGER NOT NULL, member INTEGER NOT NULL,
        evidence BLOB NOT NULL, state TEXT NOT NULL) STRICT""",
)


@MIGRATIONS()
def m004_tables(db: Database) -> None:
    """Members at one table: who may read what was said there, who invited whom, who met, and who never does again."""
    for statement in _TABLES:
        db.execute(statement)


_CIRCLES: Final = (
    """CREATE TABLE circles (
        circle INTEGER PRIMARY KEY, platform TEXT NOT NULL, room TEXT NOT NULL, open INTEGER NOT NULL,
        caller INTEGER NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL) STRICT""",
    "CREATE INDEX circles_at ON circles (platform, room, circle)",
    "CREATE INDEX circles_by_code ON circles (code) WHERE open = 1 AND code <> ''",
    """CREATE TABLE votes (
        circle INTEGER NOT NULL, member INTEGER NOT NULL, key TEXT NOT NULL, round INTEGER NOT NULL,
        words INTEGER NOT NULL, counts INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (circle, member)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX votes_of ON votes (member)",
    """CREATE TABLE ballots (
        circle INTEGER NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (circle, key)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE hosted (
        platform TEXT NOT NULL, room TEXT NOT NULL, asked TEXT NOT NULL, deck TEXT NOT NULL, wanted INTEGER NOT NULL,
        PRIMARY KEY (platform, room)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX outbox_slots ON outbox (conversation, slot) WHERE slot <> ''",
)


@MIGRATIONS()
def m005_circles(db: Database) -> None:
    """One question to a whole group place: what was asked there, who answered what, and which message is the card."""
    for statement in _CIRCLES:
        db.execute(statement)


_DAYS: Final = (
    "ALTER TABLE hosted ADD COLUMN talks INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE hosted ADD COLUMN daily INTEGER NOT NULL DEFAULT 0",
)


@MIGRATIONS()
def m006_days(db: Database) -> None:
    """What comes by itself at a group place, and whether the bot may be talked to aloud there."""
    for statement in _DAYS:
        db.execute(statement)


_ENCLOSURES: Final = (
    """CREATE TABLE enclosures (
        id INTEGER PRIMARY KEY, account INTEGER NOT NULL, at INTEGER NOT NULL, audience INTEGER NOT NULL,
        kind TEXT NOT NULL, size INTEGER NOT NULL, mime TEXT NOT NULL, handle TEXT NOT NULL) STRICT""",
    "CREATE INDEX enclosures_of ON enclosures (account)",
    "CREATE INDEX enclosures_addressed ON enclosures (audience) WHERE audience > 0",
)


@MIGRATIONS()
def m007_enclosures(db: Database) -> None:
    """Where the photos and voice messages are that were sent to a table; never what is in them."""
    for statement in _ENCLOSURES:
        db.execute(statement)


_CURATION: Final = (
    """CREATE TABLE stock (
        place INTEGER PRIMARY KEY, deck TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT""",
    """CREATE TABLE acts (
        id INTEGER PRIMARY KEY, event INTEGER NOT NULL, at INTEGER NOT NULL, member INTEGER NOT NULL,
        what TEXT NOT NULL, subject TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL) STRICT""",
)


@MIGRATIONS()
def m008_curation(db: Database) -> None:
    """Which decks the community has and in which version, and who did what about it; and who said that all are
    adults."""
    for statement in _CURATION:
        db.execute(statement)
    db.execute(
        "INSERT OR IGNORE INTO meta SELECT 'adults', '' FROM conversations"
        " WHERE format = 'lobby' AND json_extract(CAST(state AS TEXT), '$.open')"
    )


_FIGURES: Final = (
    """CREATE TABLE askings (
        day INTEGER NOT NULL, question INTEGER NOT NULL, what TEXT NOT NULL, length INTEGER NOT NULL,
        wait INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (day, question, what, length, wait)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE deeds (
        day INTEGER NOT NULL, platform TEXT NOT NULL, room TEXT NOT NULL, deck TEXT NOT NULL, what TEXT NOT NULL,
        n INTEGER NOT NULL, PRIMARY KEY (day, platform, room, deck, what)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE ratings (
        member INTEGER NOT NULL, question INTEGER NOT NULL, good INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (member, question)) STRICT, WITHOUT ROWID""",
    "ALTER TABLE circles ADD COLUMN taken_up INTEGER NOT NULL DEFAULT 0",
    "DROP TABLE passes",
)


@MIGRATIONS()
def m009_figures(db: Database) -> None:
    """What became of each question, by day and without anybody's number; what members think of it; and what was done.

    Days are whole days UTC since 1970. `passes` had no days and no askings beside it: nothing can be made of it.
    """
    for statement in _FIGURES:
        db.execute(statement)


_GRANTS: Final = (
    """CREATE TABLE grants (
        platform TEXT NOT NULL, account TEXT NOT NULL, rank TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (platform, account)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE deputies (
        giver INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, code TEXT NOT NULL, good INTEGER NOT NULL,
        until INTEGER NOT NULL, deputy INTEGER NOT NULL, theirs INTEGER NOT NULL) STRICT""",
)


@MIGRATIONS()
def m010_grants(db: Database) -> None:
    """Who is what in the community by the operator's word, and who stands in for whom. Both by account: a rank is never
    carried over to another account of the same person."""
    for statement in _GRANTS:
        db.execute(statement)


_SUGGESTIONS: Final = (
    """CREATE TABLE suggestions (
        number INTEGER PRIMARY KEY, member INTEGER NOT NULL, at INTEGER NOT NULL, fate TEXT NOT NULL,
        words INTEGER NOT NULL, body BLOB NOT NULL) STRICT""",
    "CREATE INDEX suggestions_of ON suggestions (member)",
    "CREATE INDEX suggestions_said ON suggestions (words)",
    "CREATE INDEX suggestions_open ON suggestions (number) WHERE fate = 'waiting'",
    """CREATE TABLE word_readers (
        words INTEGER NOT NULL, member INTEGER NOT NULL, PRIMARY KEY (words, member)) STRICT, WITHOUT ROWID""",
)


@MIGRATIONS()
def m011_suggestions(db: Database) -> None:
    """What members suggest to be asked, and who besides the author may read it."""
    for statement in _SUGGESTIONS:
        db.execute(statement)


@MIGRATIONS()
def m012_languages(db: Database) -> None:
    """What is spoken in a group place; what a person reads stands in their row."""
    db.execute("ALTER TABLE hosted ADD COLUMN language TEXT NOT NULL DEFAULT ''")


@MIGRATIONS()
def m013_uploads(db: Database) -> None:
    """What was brought in a chat to be read, and what waits there for a yes."""
    db.execute(
        """CREATE TABLE uploads (
        id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, account INTEGER NOT NULL, at INTEGER NOT NULL,
        pasted INTEGER NOT NULL, size INTEGER NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL,
        hash TEXT NOT NULL, body BLOB) STRICT"""
    )


_CONSOLE: Final = (
    """CREATE TABLE entries (
        ticket INTEGER PRIMARY KEY, platform TEXT NOT NULL, account TEXT NOT NULL, member INTEGER NOT NULL,
        until INTEGER NOT NULL) STRICT""",
    """CREATE TABLE sessions (
        hash TEXT PRIMARY KEY, platform TEXT NOT NULL, account TEXT NOT NULL, member INTEGER NOT NULL,
        begun INTEGER NOT NULL, seen INTEGER NOT NULL, language TEXT NOT NULL) STRICT, WITHOUT ROWID""",
)


@MIGRATIONS()
def m014_console(db: Database) -> None:
    """Ways in to the console, and who is in. Nothing in them opens the door: a ticket is a number of which only the
    web chat's key makes a code, and of what a browser shows only the hash is here."""
    for statement in _CONSOLE:
        db.execute(statement)


@MIGRATIONS()
def m015_reactions(db: Database) -> None:
    """Which signs members have put under questions, so that one that is taken back takes its rating along."""
    db.execute(
        """CREATE TABLE reactions (
        id INTEGER PRIMARY KEY, member INTEGER NOT NULL, mark TEXT NOT NULL, question INTEGER NOT NULL,
        good INTEGER NOT NULL, UNIQUE (member, mark)) STRICT"""
    )


@MIGRATIONS()
def m016_packed_decks(db: Database) -> None:
    """Every version of a deck is kept packed: nobody waits for ten thousand questions to be written."""
    for hash_, body in db.execute("SELECT hash, body FROM decks").fetchall():
        db.execute("UPDATE decks SET body = ? WHERE hash = ?", (zlib.compress(body, 1), hash_))
