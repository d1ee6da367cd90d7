"""Ids. All are made by the caller, never by the database, so that several workers can make them later.

Numbers are 63-bit and grow with time (milliseconds since 2024, then a counter): a table keyed by one is only
ever appended to.
"""

from typing import NewType

CommunityId = NewType("CommunityId", int)
MemberId = NewType("MemberId", int)
AccountId = NewType("AccountId", int)
PlaceId = NewType("PlaceId", int)
ConversationId = NewType("ConversationId", int)
EventId = NewType("EventId", int)
WordsId = NewType("WordsId", int)
"""Something a person typed. It is stored once; everything else carries this id."""
EnclosureId = NewType("EnclosureId", int)
"""Something that came beside words: the id of the event that it came with."""
RoundId = NewType("RoundId", int)
"""One asking of one question: the id of the event that made the bot ask."""
MessageId = NewType("MessageId", int)
"""A row of the outbox."""
QuestionNumber = NewType("QuestionNumber", int)
"""Permanent, the same for a question in every version of its deck: a bit of a member's `asked`."""

DeckId = NewType("DeckId", str)
DeckHash = NewType("DeckHash", str)
"""SHA-256 of a version's canonical JSON, in hex: a version is what it says, and never changes."""
QuestionId = NewType("QuestionId", str)
ChoiceId = NewType("ChoiceId", str)
Platform = NewType("Platform", str)
"""`web`, `terminal`, `telegram`, ..."""
Address = NewType("Address", str)
"""Where a place is, in its platform's own terms. Opaque to everybody but the adapter."""

HOME = CommunityId(1)
"""The community of an installation that configures no other."""
