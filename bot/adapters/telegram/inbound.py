"""An update becomes a delivery, or nothing: what is not addressed to the bot belongs to nobody and is not kept."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.adapters.telegram import address
from bot.adapters.telegram.address import Spot
from bot.adapters.telegram.capabilities import OURS_ALONE, PLATFORM
from bot.adapters.telegram.updates import (
    Chat,
    Membership,
    Message,
    Press,
    Reaction,
    Replied,
    Sign,
    Update,
    enclosure_of,
    media_of,
)
from bot.model.event import ChoicePressed, Event, Invited, MessageReceived, Rating, Reacted, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered, plain_tags
from bot.ports.reactions import meaning_of

_PRESENT: Final = frozenset({"member", "administrator", "restricted"})
_GROUPS: Final = frozenset({"group", "supergroup"})


class Me(NamedTuple):
    """The bot's own account."""

    id: int
    username: str


class Moved(NamedTuple):
    """A group became a supergroup and has another number from now on."""

    old: int
    new: int


class Taken(NamedTuple):
    """A delivery, the message that an answer refers to (0: none), and the press to acknowledge (empty: none)."""

    delivered: Delivered
    reply_to: int = 0
    press: str = ""


class NotTheirs(NamedTuple):
    """Somebody pressed a button under a message for somebody else."""

    press: str
    speaks: str
    """What their Telegram is set to."""


class Nameless(NamedTuple):
    """Somebody spoke to us as their group, or as a channel: nobody can say who, nor what they may. `chat` and `topic`
    are where, `message` is what they said, `as_group` how they write."""

    chat: int
    topic: int
    message: int
    as_group: bool


Read = Taken | Moved | NotTheirs | Nameless | None


def read(update: Update, me: Me) -> Read:
    """What the update says; None for what is nobody's."""
    if update.message is not None:
        return _message(update, update.message, me)
    if update.callback_query is not None:
        return _press(update, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member)
    if update.message_reaction is not None:
        return _reaction(update, update.message_reaction)
    return None


def _message(update: Update, message: Message, me: Me) -> Read:
    if message.migrate_to_chat_id:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Moved(message.migrate_from_chat_id, message.chat.id)
    person, media, text = message.from_, media_of(message), message.text or message.caption
    group = message.chat.type in _GROUPS
    if message.sender_chat is not None:
        # What Telegram brings along from a channel was said to its readers; whoever writes as one speaks to us.
        spoken = group and not message.is_automatic_forward and _addressed(message, text, me) is not None
        return _nameless(message, message.sender_chat) if spoken else None
    if person is None or person.is_bot or not (text or media):
        return None
    if group:
        addressed = _addressed(message, text, me)
        if addressed is None:
            return None
        text = addressed
    elif message.chat.type != "private":
        return None
    replied = _replied(message)
    answers = str(replied.message_id) if group and replied is not None else ""
    words = Words(WordsId(0), _without_our_name(text, me))
    enclosed = enclosure_of(message) if media and not group else None
    event = MessageReceived(words, message.date * 1000, media, answers, enclosed)
    spot = Spot(message.chat.id, person.id, message.message_thread_id if message.is_topic_message else 0)
    return Taken(
        _deliver(update, spot, event, person.first_name, person.language_code), message.message_id if group else 0
    )


def _nameless(message: Message, sender: Chat) -> Nameless:
    topic = message.message_thread_id if message.is_topic_message else 0
    return Nameless(message.chat.id, topic, message.message_id, sender.id == message.chat.id)


def _replied(message: Message) -> Replied | None:
    """What the message replies to. What is only said in a topic comes as a reply to the topic's beginning, whoever made
    the topic; that is none."""
    replied = message.reply_to_message
    begins = replied is not None and message.is_topic_message and replied.message_id == message.message_thread_id
    return None if begins else replied


def _addressed(message: Message, text: str, me: Me) -> str | None:
    """The text without our name, if it speaks to us: our name in it, a command that is ours, a reply to us; else
    None."""
    replied = _replied(message)
    answers_us = replied is not None and replied.from_ is not None and replied.from_.id == me.id
    name = f"@{me.username}".casefold()
    for entity in message.entities or message.caption_entities:
        if entity.type not in ("mention", "bot_command"):
            continue
        first, last = _characters(text, entity.offset, entity.length)
        said = text[first:last].casefold()
        if entity.type == "mention" and said == name:
            return (text[:first] + text[last:]).strip(" ,:;")
        command, _at, whom = said.removeprefix("/").partition("@")
        if entity.type == "bot_command" and first == 0 and (f"@{whom}" == name or (not whom and command in OURS_ALONE)):
            return text
    return text if answers_us else None


def _characters(text: str, offset: int, length: int) -> tuple[int, int]:
    """The characters of an entity, whose place is counted in UTF-16."""
    if text.isascii():
        return offset, offset + length
    units = text.encode("utf-16-le", "surrogatepass")
    first = len(units[: offset * 2].decode("utf-16-le", "replace"))
    return first, first + len(units[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace"))


def _without_our_name(text: str, me: Me) -> str:
    """`/skip@OurBot` is `/skip`."""
    if not text.startswith("/"):
        return text
    command, space, rest = text.partition(" ")
    name, at, whom = command.partition("@")
    return f"{name}{space}{rest}" if at and whom.casefold() == me.username.casefold() else text


def _press(update: Update, press: Press) -> Read:
    message = press.message
    if message is None or message.chat.type not in _GROUPS:
        # In private nobody else can press, whatever became of the message.
        spot = Spot(press.from_.id, press.from_.id)
        return Taken(
            _deliver(
                update, spot, ChoicePressed(_whole(press.data)), press.from_.first_name, press.from_.language_code
            ),
            0,
            press.id,
        )
    asked = _replied(message)
    if asked is not None and asked.from_ is not None and asked.from_.id != press.from_.id:
        return NotTheirs(press.id, press.from_.language_code)
    spot = Spot(message.chat.id, press.from_.id, message.message_thread_id if message.is_topic_message else 0)
    reply_to = asked.message_id if asked is not None else 0
    return Taken(
        _deliver(update, spot, ChoicePressed(_whole(press.data)), press.from_.first_name, press.from_.language_code),
        reply_to,
        press.id,
    )


def _membership(update: Update, membership: Membership) -> Read:
    """Somebody brought us into a group: they hear in private what happens next. Nothing else is anybody's to know."""
    was, is_ = membership.old_chat_member.status, membership.new_chat_member.status
    if membership.chat.type not in _GROUPS or was in _PRESENT or is_ not in _PRESENT or membership.from_.is_bot:
        return None
    spot = Spot(membership.from_.id, membership.from_.id)
    return Taken(
        _deliver(
            update,
            spot,
            Invited(_whole(membership.chat.title)),
            membership.from_.first_name,
            membership.from_.language_code,
        )
    )


def _reaction(update: Update, reaction: Reaction) -> Read:
    """What their signs under a message say by now; None where they say nothing and said nothing before. In which topic
    that is, nobody tells us."""
    person, chat = reaction.user, reaction.chat
    if person is None or person.is_bot or chat.type not in _GROUPS | {"private"}:
        return None
    said, before = _said_by(reaction.new_reaction), _said_by(reaction.old_reaction)
    if not said and not before:
        return None
    added = [rating for sign, rating in said.items() if sign not in before]
    rating = (added or list(said.values()) or [Rating.WITHDRAWN])[-1]
    message = str(reaction.message_id)
    event = Reacted(rating, f"{chat.id}/{message}", "" if rating is Rating.WITHDRAWN else message)
    return Taken(_deliver(update, Spot(chat.id, person.id), event, person.first_name, person.language_code))


def _said_by(signs: tuple[Sign, ...]) -> dict[str, Rating]:
    said = {sign.emoji: meaning_of(sign.emoji) for sign in signs}
    return {sign: rating for sign, rating in said.items() if rating is not None}


def _deliver(update: Update, spot: Spot, event: Event, name: str, speaks: str) -> Delivered:
    return Delivered(
        platform=PLATFORM,
        address=address.write(spot),
        account=Address(str(spot.person)),
        source=PLATFORM,
        id=update.update_id,
        event=event,
        name=_whole(name),
        corner=address.corner_of(spot),
        speaks=plain_tags(speaks),
    )


def _whole(text: str) -> str:
    """The text without what no file can hold: halves of characters. What was typed is refused where it is taken."""
    return text.encode("utf-8", "replace").decode()
