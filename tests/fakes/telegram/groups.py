"""Groups are made, bots come and go in them, people rule them, and a group becomes a supergroup."""

from __future__ import annotations

from itertools import count

from tests.fakes.telegram.account import Account
from tests.fakes.telegram.nouns import ANONYMOUS_ADMIN, Chat, Json, Member, User
from tests.fakes.telegram.world import World


def found(world: World, number: int, title: str, *, supergroup: bool, forum: bool, username: str) -> Chat:
    """A group without members. Only supergroups have topics."""
    assert number < 0, "ids of groups are negative"
    kind = "supergroup" if supergroup or forum else "group"
    world.groups[number] = Chat(number, kind, count(1), title, username, forum)
    return world.groups[number]


def topic(world: World, chat: Chat, name: str, by: User) -> int:
    """A topic of a forum, as `message_thread_id`."""
    assert chat.forum, "only forums have topics"
    created = {"name": name, "icon_color": 7322096}
    message = world.put(chat, by, extra={"forum_topic_created": created})
    chat.topics[message.id] = name
    message.thread = message.id
    world.tell(message)
    return message.id


def close_topic(world: World, chat: Chat, thread: int, by: User) -> None:
    """Only administrators write in the topic now [D closeForumTopic]."""
    chat.closed.add(thread)
    world.tell(world.put(chat, by, thread=thread, extra={"forum_topic_closed": {}}))


def reopen_topic(world: World, chat: Chat, thread: int, by: User) -> None:
    """Everybody writes in the topic again."""
    chat.closed.discard(thread)
    world.tell(world.put(chat, by, thread=thread, extra={"forum_topic_reopened": {}}))


def delete_topic(chat: Chat, thread: int) -> None:
    """The topic is gone with all that was said in it, and no bot is told [D deleteForumTopic]."""
    del chat.topics[thread]
    chat.closed.discard(thread)
    for message in [message for message in chat.messages.values() if message.thread == thread]:
        del chat.messages[message.id]


def admit(world: World, account: Account, chat: Chat, by: User, status: str) -> None:
    """The bot's standing in the group is `status` now, and it hears so; its coming is a service message too."""
    old = chat.members.get(account.id, Member(account.user, "left"))
    new = Member(account.user, status)
    chat.members.setdefault(by.id, Member(by))
    chat.members[account.id] = new
    world.tell_standing(account, chat, by, old, new)
    if not old.present and new.present:
        world.tell(world.put(chat, by, extra=_newcomer(account.user)))
    if old.present and not new.present:
        world.put(chat, by, extra={"left_chat_member": account.user.body()})


def promote(world: World, chat: Chat, user: User, status: str, anonymous: bool) -> None:
    """The person's standing in the group is `status` now; bots that rule there hear so if they asked to."""
    old, new = chat.members.get(user.id, Member(user)), Member(user, status, anonymous)
    chat.members[user.id] = new
    for account in world.listeners(chat):
        world.tell_standing(account, chat, user, old, new)


def migrate(world: World, chat: Chat, number: int, by: User) -> Chat:
    """The group is a supergroup with a new id and new message ids; bots get both service messages [D Message].

    Writing to the old id is refused with the new one [C check_chat_access].
    """
    assert chat.kind == "group", "a supergroup stays one"
    upgraded = found(world, number, chat.title, supergroup=True, forum=False, username="")
    upgraded.members = dict(chat.members)
    world.tell(world.put(chat, by, extra={"migrate_to_chat_id": number}))
    chat.migrated_to = number
    extra: Json = {"migrate_from_chat_id": chat.id}
    world.tell(world.put(upgraded, ANONYMOUS_ADMIN, sender_chat=upgraded, extra=extra))
    return upgraded


def _newcomer(user: User) -> Json:
    return {"new_chat_participant": user.body(), "new_chat_member": user.body(), "new_chat_members": [user.body()]}
