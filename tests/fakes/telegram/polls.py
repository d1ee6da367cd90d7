"""Polls that the bot sends and stops, and people's votes in them."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.account import DAY, Account
from tests.fakes.telegram.errors import bad
from tests.fakes.telegram.nouns import Json, User
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.sending import post
from tests.fakes.telegram.validation import checked_markup
from tests.fakes.telegram.world import Poll, World

QUESTION, OPTION, OPTIONS = 300, 100, 12
"""Characters of a question and an option, and options of a poll [PTB PollLimit; C td poll_answer_count_max]."""


def send(world: World, account: Account, params: Params) -> Json:
    """[D sendPoll]"""
    question = params.text("question").strip()
    if not question:
        raise bad("poll question must be non-empty")
    if len(question) > QUESTION:
        raise bad(f"poll question length must not exceed {QUESTION}")
    options = _options(params.json("options", "options JSON object"))
    anonymous = not params.has("is_anonymous") or params.flag("is_anonymous")
    body: Json = {
        "id": str(5_000_000_000_000_000_000 + next(world.numbers)),
        "question": question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": params.flag("is_closed"),
        "is_anonymous": anonymous,
        "type": params.text("type") or "regular",
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": True,
        "members_only": False,
    }
    message = post(world, account, params, markup=checked_markup(params.text("reply_markup")), extra={"poll": body})
    world.polls[body["id"]] = Poll(message, body)
    return message.body()


def stop(world: World, account: Account, params: Params) -> Json:
    """[D stopPoll]"""
    chat = world.writable(account, params)
    message = world.message(chat, params, "message with poll to stop")
    if message.bot != account.id or "poll" not in message.extra:
        raise bad("poll can't be stopped")
    if message.extra["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    message.extra["poll"]["is_closed"] = True
    message.markup = checked_markup(params.text("reply_markup"))
    return dict(message.extra["poll"])


def vote(world: World, account: Account, poll: Poll, user: User, chosen: tuple[int, ...]) -> None:
    """The vote counts, in place of an earlier one; the bot hears of counts, and of the voter if the poll is open.

    Raises:
        LookupError: the poll is closed or has no such option.
    """
    if poll.body["is_closed"] or not all(0 <= number < len(poll.body["options"]) for number in chosen):
        raise LookupError("nobody can vote so")
    poll.votes[user.id] = chosen
    for number, option in enumerate(poll.body["options"]):
        option["voter_count"] = sum(number in votes for votes in poll.votes.values())
    poll.body["total_voter_count"] = sum(bool(votes) for votes in poll.votes.values())
    lane = int(poll.body["id"])
    account.push("poll", poll.body, DAY, lane)
    if not poll.body["is_anonymous"]:
        persistent = [poll.body["options"][number]["persistent_id"] for number in chosen]
        answer = {"poll_id": poll.body["id"], "user": user.body(), "option_ids": list(chosen)}
        account.push("poll_answer", {**answer, "option_persistent_ids": persistent}, DAY, lane)


def _options(given: Any) -> list[Json]:
    if not isinstance(given, list) or not given:
        raise bad("poll must have at least 1 option")
    if len(given) > OPTIONS:
        raise bad(f"poll can't have more than {OPTIONS} options")
    texts = [option.get("text", "") if isinstance(option, dict) else str(option) for option in given]
    if not all(text.strip() for text in texts):
        raise bad("poll options must be non-empty")
    if any(len(text) > OPTION for text in texts):
        raise bad(f"poll options length must not exceed {OPTION}")
    return [{"text": text, "voter_count": 0, "persistent_id": str(number)} for number, text in enumerate(texts)]
