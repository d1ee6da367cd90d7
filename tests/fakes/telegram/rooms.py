"""The bot asks who it is, where it is and with whom, and leaves."""

from __future__ import annotations

from tests.fakes.telegram.account import Account
from tests.fakes.telegram.errors import bad
from tests.fakes.telegram.nouns import Json, Member
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.world import World

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(world: World, account: Account, params: Params) -> Json:
    """[D getMe]"""
    return {
        **account.user.body(),
        "can_join_groups": True,
        "can_read_all_group_messages": account.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, account: Account, params: Params) -> Json:
    """[D getChat]"""
    chat = world.readable(account, params)
    gifts = dict.fromkeys(GIFTS, False)
    return {**chat.body(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_member(world: World, account: Account, params: Params) -> Json:
    """[D getChatMember]: who was never there has left."""
    chat = world.readable(account, params)
    number = params.integer("user_id", 0)
    if number in chat.members:
        return chat.members[number].body()
    users = {**world.users, **{bot.id: bot.user for bot in world.accounts.values()}}
    if number not in users:
        raise bad("user not found")
    return Member(users[number], "member" if number in {chat.id, chat.bot} else "left").body()


def get_administrators(world: World, account: Account, params: Params) -> list[Json]:
    """[D getChatAdministrators]: all but other bots."""
    chat = world.readable(account, params)
    if chat.person is not None:
        raise bad("there are no administrators in the private chat")
    rulers = [member for member in chat.members.values() if member.rules]
    return [member.body() for member in rulers if not member.user.is_bot or member.user.id == account.id]


def leave(world: World, account: Account, params: Params) -> bool:
    """[D leaveChat]"""
    chat = world.readable(account, params)
    if chat.person is not None:
        raise bad("chat member status can't be changed in private chats")
    old, new = chat.members[account.id], Member(account.user, "left")
    chat.members[account.id] = new
    world.tell_standing(account, chat, account.user, old, new)
    return True
