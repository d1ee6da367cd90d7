"""The double itself, on a loopback port."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self, TypeVar

from aiohttp import web

from tests.fakes.telegram import groups
from tests.fakes.telegram.account import DAY, Account
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.door import Door
from tests.fakes.telegram.errors import Refused, unauthorized
from tests.fakes.telegram.faults import Drop, Fault, Faults, Garbled, Refusal, Slow
from tests.fakes.telegram.flood import EVERYTHING, Flood, Limits
from tests.fakes.telegram.nouns import Answer, Call, Chat, Sent, User
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.world import World

TOKEN: Final = "7000000001:AAEfakefakefakefakefakefakefakefake"
T = TypeVar("T")


class Server:
    """A Bot API server for tests. Its memory is the object's: bots come and go, `async with` opens and shuts the door,
    more than once if the server is to be away for a while; the port stays.

    `flood`: keep the limits (see `Limits`). `reads_all`: bots have privacy mode off. `now`: the time in Unix seconds;
    `advance` moves it. Real waiting (long polls, slow answers) takes real time.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        now: Callable[[], float] = time.time,
        flood: bool = True,
        limits: Limits | None = None,
        reads_all: bool = True,
    ) -> None:
        self.clock = Clock(now)
        self.flood = Flood(self.clock, limits or Limits(), flood)
        self.faults = Faults()
        self.world = World(self.clock, self.flood, self.faults)
        self.token = token
        self.url = ""
        self._reads_all = reads_all
        self._runner: web.AppRunner | None = None
        self._port = 0
        self.account = self.add_token(token)

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(Door(self.world).application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        for account in self.world.accounts.values():
            if account.delivery is not None:
                account.delivery.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for account in self.world.accounts.values():
            account.polling.abort(Refused(500, "Internal Server Error: restart"))  # [C CLOSING_ERROR_DESCRIPTION]
            if account.delivery is not None:
                await account.delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.url}/file/bot"

    # Time

    def now(self) -> float:
        """The server's time, in Unix seconds."""
        return self.clock.now()

    def advance(self, seconds: float) -> None:
        """It is `seconds` later: for updates, presses, limits and webhooks."""
        self.clock.advance(seconds)
        for account in self.world.accounts.values():
            account.wake_delivery()

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """The first true value of `predicate`, which is asked again and again.

        Raises:
            TimeoutError: it stayed false for `timeout` real seconds.
        """
        async with asyncio.timeout(timeout):
            while not (value := predicate()):
                await asyncio.sleep(0.005)
        return value

    # Bots

    def add_token(self, token: str, username: str = "", first_name: str = "Not-Date") -> Account:
        """One bot more. Its id is the token's first part, as with real ones; its name ends in `bot`."""
        number = int(token.partition(":")[0])
        user = User(number, first_name, username=username or f"fake{number}_bot", is_bot=True)
        first = 100_000_000 + number % 1000
        account = Account(self.clock, token, user, first_update=first, reads_all=self._reads_all)
        self.world.accounts[token] = account
        return account

    def revoke(self, token: str | None = None) -> None:
        """The token is worth nothing: every call is a 401, a waiting one too. Updates still queue up."""
        account = self.world.accounts[token or self.token]
        account.revoked = True
        account.polling.abort(unauthorized())

    def restore(self, token: str | None = None) -> None:
        """The token is good again."""
        self.world.accounts[token or self.token].revoked = False

    # People and groups

    def person(
        self, number: int, first_name: str, last_name: str = "", username: str = "", language: str = "en"
    ) -> Person:
        """Somebody with this id."""
        user = User(number, first_name, last_name, username, language)
        self.world.users[number] = user
        return Person(self.world, self.account, user)

    def group(
        self, number: int, title: str, *, supergroup: bool = False, forum: bool = False, username: str = ""
    ) -> Chat:
        """A group without members; `number` is negative."""
        return groups.found(self.world, number, title, supergroup=supergroup, forum=forum, username=username)

    def topic(self, chat: Chat, name: str, by: Person) -> int:
        """A topic of a forum: its `message_thread_id`."""
        return groups.topic(self.world, chat, name, by.user)

    def close_topic(self, chat: Chat, thread: int, by: Person) -> None:
        """Nobody but administrators writes there any more."""
        groups.close_topic(self.world, chat, thread, by.user)

    def reopen_topic(self, chat: Chat, thread: int, by: Person) -> None:
        """Everybody writes there again."""
        groups.reopen_topic(self.world, chat, thread, by.user)

    def delete_topic(self, chat: Chat, thread: int) -> None:
        """The topic and its messages are gone."""
        groups.delete_topic(chat, thread)

    def add_bot(self, chat: Chat, by: Person, *, administrator: bool = False, token: str | None = None) -> None:
        """The bot is in the group, or rules it from now on."""
        account = self.world.accounts[token or self.token]
        groups.admit(self.world, account, chat, by.user, "administrator" if administrator else "member")

    def remove_bot(self, chat: Chat, by: Person, *, token: str | None = None) -> None:
        """The bot is thrown out of the group: writing there is a 403."""
        groups.admit(self.world, self.world.accounts[token or self.token], chat, by.user, "kicked")

    def promote(self, chat: Chat, person: Person, status: str = "administrator", *, anonymous: bool = False) -> None:
        """The person's standing in the group: creator, administrator, member, left, kicked."""
        groups.promote(self.world, chat, person.user, status, anonymous)

    def migrate(self, chat: Chat, number: int, by: Person) -> Chat:
        """The group becomes a supergroup with the id `number`. Returns it."""
        return groups.migrate(self.world, chat, number, by.user)

    # What goes wrong

    def forbid(self, chat: Chat | Person | int, description: str) -> None:
        """Writing there is a 403 with these words (see `faults`) until `permit`."""
        self.world.forbidden[_id(chat)] = description

    def permit(self, chat: Chat | Person | int) -> None:
        """Writing there is not forbidden any more."""
        self.world.forbidden.pop(_id(chat), None)

    def fail(
        self,
        code: int = 500,
        description: str = "Internal Server Error",
        *,
        method: str = "",
        chat: Chat | Person | int | None = None,
        times: int | None = 1,
    ) -> Fault:
        """The next `times` such calls (all, if None) are refused so."""
        return self.faults.plan(Refusal(method, _id_or_any(chat), times, code, description))

    def drop(
        self, *, after: bool, method: str = "", chat: Chat | Person | int | None = None, times: int | None = 1
    ) -> Fault:
        """The next such connections end without an answer: before the call has its effect, or `after` it."""
        return self.faults.plan(Drop(method, _id_or_any(chat), times, after))

    def slow(
        self,
        seconds: float,
        *,
        method: str = "",
        chat: Chat | Person | int | None = None,
        times: int | None = 1,
        after: bool = True,
    ) -> Fault:
        """The next such calls are answered late: `after` they had their effect, or before they have it."""
        before, later = (0.0, seconds) if after else (seconds, 0.0)
        return self.faults.plan(Slow(method, _id_or_any(chat), times, before, later))

    def garble(
        self, body: bytes, *, method: str = "getUpdates", times: int | None = 1, status: int = 200,
        content_type: str = "application/json",
    ) -> Fault:  # fmt: skip
        """The next such answers are these bytes, JSON or not; the calls have no effect."""
        return self.faults.plan(Garbled(method, None, times, body, status, content_type))

    def storm(self, seconds: float, *, chat: Chat | Person | int | None = None, times: int = 1) -> None:
        """The next call there (anywhere, if None) gets a 429 for `seconds`; after that pause again, `times` in all."""
        self.flood.storm(EVERYTHING if chat is None else _id(chat), seconds, times)

    def push_raw(self, update: bytes | object, *, life: float = DAY, token: str | None = None) -> int:
        """An update of any JSON: bytes as they are, anything else dumped. An object gets an `update_id` if it has none.

        Returns the id under which the queue keeps it, which an own `update_id` does not change.
        """
        text = update.decode(errors="surrogatepass") if isinstance(update, bytes) else json.dumps(update)
        return self.world.accounts[token or self.token].push_raw(text, life)

    @property
    def press_copies(self) -> int:
        """Under how many update ids a press is delivered [I telegram-bot-api #699]."""
        return self.world.press_copies

    @press_copies.setter
    def press_copies(self, copies: int) -> None:
        self.world.press_copies = copies

    # What was done

    @property
    def sent(self) -> list[Sent]:
        """Every message that a bot sent and the server accepted, in order."""
        return self.world.sent

    @property
    def edits(self) -> list[Sent]:
        """Every accepted edit: the message as it is afterwards."""
        return self.world.edits

    @property
    def answers(self) -> list[Answer]:
        """Every accepted answer to a press."""
        return self.world.answers

    @property
    def log(self) -> list[Call]:
        """Every call, whatever its answer."""
        return self.world.log

    @property
    def calls(self) -> Counter[str]:
        """How often each method was called, by its name in lower case."""
        return self.world.calls

    @property
    def self_caused_429(self) -> int:
        """How often a bot sent more than it may."""
        return self.flood.self_caused_429

    @property
    def early(self) -> int:
        """How many calls came before the pause was over that a bot had been told of."""
        return self.flood.early.total()


def _id(chat: Chat | Person | int) -> int:
    return chat if isinstance(chat, int) else chat.id


def _id_or_any(chat: Chat | Person | int | None) -> int | None:
    return None if chat is None else _id(chat)
