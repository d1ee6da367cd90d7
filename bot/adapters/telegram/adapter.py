"""The adapter: polls (or is called by the webhook), takes in, acknowledges after the commit, and sends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.adapters.telegram import address, files, inbound, menu, outbound, ranks, webhook
from bot.adapters.telegram.address import Spot
from bot.adapters.telegram.capabilities import AT_ONCE, CAPABILITIES, LONG_POLL, PLATFORM, UPDATES, door_of
from bot.adapters.telegram.inbound import Me, Moved, Nameless, NotTheirs, Taken
from bot.adapters.telegram.updates import LARGEST, read_update, source_of
from bot.model.ids import Address, MessageId, Platform
from bot.model.member import Rank, Standing
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import NO_MENUS, Failure, Intake, Menus, SendFailed, said_in
from bot.ports.backoff import Backoff
from bot.ports.carrying import Load
from bot.ports.clock import Clock
from bot.ports.recent import Recent
from bot.web.application import Route

PATIENCE: Final = 20.0
"""Seconds for one call to Telegram."""
SOON: Final = 1.0
"""Seconds after which updates that could not be kept are asked for again."""
REMEMBERED: Final = 10_000
"""Places whose last message an answer may refer to."""
NAMELESS: Final = (
    "You write as the group, so I cannot see who you are, and what I do here is for people. Turn off “Remain "
    "anonymous” (among the group's administrators, at your name) and say it again; you can turn it on again after."
)
AS_CHANNEL: Final = (
    "You write as a channel, so I cannot see who you are, and what I do here is for people. Choose yourself by the "
    "picture beside the text field, and say it again."
)
EXPLAINED: Final = 60_000
"""Milliseconds within which this is said once in a group."""
NOT_YOURS: Final = "That was asked of somebody else. Speak to me, and you get one of your own."

# The library would rather be called by its typed methods; those decode what has to be kept raw.
warnings.filterwarnings("ignore", message="Please use 'Bot")
# httpx writes the addresses that it calls, and so the token, into the log.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class TelegramAdapter:
    """Speaks for one Telegram bot.

    `api` is the base address of a Bot API server (`https://api.telegram.org`, or one's own). With `public`
    (the address of this installation) and `secret` Telegram calls us; otherwise we poll. `complain` is told, in
    sentences for whoever runs the bot, what is in the way. `menus` has what is said of the commands in other languages.
    """

    def __init__(
        self,
        token: str,
        clock: Clock,
        api: str = "https://api.telegram.org",
        *,
        public: str = "",
        secret: str = "",
        complain: Callable[[str], None] = lambda sentence: None,
        menus: Menus = NO_MENUS,
    ) -> None:
        self._menus = menus
        base = api.rstrip("/")
        self._bot = telegram.Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=HTTPXRequest(connection_pool_size=32, connect_timeout=10, read_timeout=PATIENCE, pool_timeout=10),
            get_updates_request=HTTPXRequest(connection_pool_size=1, connect_timeout=10, read_timeout=LONG_POLL + 15),
        )
        self._clock = clock
        self._webhook = public.rstrip("/") if secret else ""
        self._secret = secret
        self._complain = complain
        self._me = Me(0, "")
        self._capabilities = CAPABILITIES
        self._intake: Intake | None = None
        self._reply_to: Recent[Address, int] = Recent(REMEMBERED)
        self._moved: dict[int, int] = {}
        self._told: Recent[tuple[int, int, str], None] = Recent(REMEMBERED)
        """Who has read that nothing can be written in which group, and why."""
        self._explained: Recent[int, int] = Recent(REMEMBERED)
        """When it was last said in each group that nobody can be nobody."""
        self._notes: set[asyncio.Task[None]] = set()
        self._backoff = Backoff()
        self.started = asyncio.Event()

    @property
    def platform(self) -> Platform:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        """The door is known once Telegram has said what we are called; nothing is sent before."""
        return self._capabilities

    def scopes(self, address_: Address) -> tuple[tuple[Scope, str], ...]:
        """What a message to that address counts against."""
        return address.scopes(address_)

    def routes(self) -> tuple[Route, ...]:
        """The webhook's route, for the web server; none while we poll."""
        return (webhook.route(self._secret, self.take_raw),) if self._webhook else ()

    async def run(self, intake: Intake) -> None:
        """Updates flow in until this is cancelled; an update is confirmed to Telegram only once it is committed."""
        self._intake = intake
        try:
            await self._introduce()
            if self._webhook:
                await asyncio.Event().wait()
            else:
                await self._poll(intake)
        finally:
            self.started.clear()
            for note in tuple(self._notes):
                note.cancel()
            with contextlib.suppress(Exception):
                await self._bot.shutdown()

    async def _introduce(self) -> None:
        """We know who we are, and people find the words in Telegram's menu."""
        while True:
            try:
                await self._bot.initialize()
                me = await self._call("getMe")
                self._me = Me(int(me["id"]), str(me.get("username", "")))
                self._capabilities = msgspec.structs.replace(CAPABILITIES, door=door_of(self._me.username))
                with contextlib.suppress(TelegramError):
                    for parameters in menu.calls(self._menus):
                        await self._call("setMyCommands", **parameters)
                if self._webhook:
                    url = self._webhook + webhook.PATH
                    await self._call("setWebhook", url=url, secret_token=self._secret, allowed_updates=list(UPDATES))
                else:
                    await self._call("deleteWebhook")
                self.started.set()
                self._backoff.reset()
                return
            except TelegramError as error:
                await self._rest(error)

    async def _poll(self, intake: Intake) -> None:
        offset = 0
        while True:
            try:
                updates = await self._bot.do_api_request(
                    "getUpdates",
                    api_kwargs={
                        "offset": offset,
                        # After trouble the first answer, which says that it is over, is not waited for.
                        "timeout": LONG_POLL if self.started.is_set() else 0,
                        "limit": AT_ONCE,
                        "allowed_updates": list(UPDATES),
                    },
                    read_timeout=LONG_POLL + 15,
                )
                self._backoff.reset()
                self.started.set()
            except TelegramError as error:
                await self._rest(error)
                continue
            if not isinstance(updates, list) or not updates:
                continue
            try:
                # After a week of silence Telegram draws its numbers anew, perhaps lower: what came last is confirmed.
                offset = await self._take_all(intake, updates) or offset
            except Exception as error:
                # Not confirmed, so it comes again: on the way out to the next run, else when the disk has room.
                kind = type(error).__name__
                self._complain(f"Telegram's updates could not be kept ({kind}); they are asked for again.")
                await asyncio.sleep(SOON)

    async def _take_all(self, intake: Intake, updates: Sequence[object]) -> int:
        """All of them are committed; returns the offset that confirms them."""
        # Together, so that they are one batch; in order, since the first step of each hands it to the writer.
        results = await asyncio.gather(*(self._take(intake, raw) for raw in updates), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        # A number that is none confirms nothing.
        ids = [raw.get("update_id") for raw in updates if isinstance(raw, dict)]
        return max((id_ for id_ in ids if type(id_) is int and id_ < LARGEST), default=-1) + 1

    async def _take(self, intake: Intake, raw: object) -> None:
        """The update is committed, in quarantine, or nobody's."""
        try:
            read = inbound.read(read_update(raw), self._me)
        except (msgspec.ValidationError, ValueError, OverflowError, RecursionError) as error:
            await intake.quarantine(source_of(raw), json.dumps(raw).encode("utf-8", "replace"), str(error)[:200])
            return
        if isinstance(read, Taken):
            await self._hand_in(intake, read)
        elif isinstance(read, Moved):
            await self._move(intake, read)
        elif isinstance(read, NotTheirs):
            self._note(read.press, said_in(self._menus, read.speaks, NOT_YOURS))
        elif isinstance(read, Nameless):
            self._explain(read)

    def _explain(self, said: Nameless) -> None:
        """Whoever hides behind a group or a channel reads why nothing came of it, and what to do."""
        now = self._clock.now()
        explained = self._explained.get(said.chat)
        if explained is not None and 0 <= now - explained < EXPLAINED:
            return
        self._explained.keep(said.chat, now)
        text = NAMELESS if said.as_group else AS_CHANNEL
        reply = {"message_id": said.message, "allow_sending_without_reply": True}
        topic = {"message_thread_id": said.topic} if said.topic else {}
        self._beside("sendMessage", chat_id=said.chat, text=text, reply_parameters=reply, **topic)

    async def _hand_in(self, intake: Intake, read: Taken) -> None:
        delivered = read.delivered
        if read.reply_to:
            self._reply_to.keep(delivered.address, read.reply_to)
        if address.read(delivered.address).is_group and intake.asks_for_standing(delivered.event):
            delivered = msgspec.structs.replace(delivered, standing=await self._standing(delivered.address))
        await intake.take(delivered)
        if read.press:
            self._note(read.press)

    async def _standing(self, where: Address) -> Standing | None:
        """What whoever speaks may do in their group, asked of Telegram now."""
        spot, now = address.read(where), self._clock.now()
        try:
            rank = ranks.rank_of(await self._call("getChatMember", chat_id=spot.chat, user_id=spot.person))
        except TelegramError:
            return None
        return Standing(rank, "chat administrators", now)

    async def rank(self, home: Address, account: Address) -> Rank | None:
        """What that person may do in that group, asked of Telegram now."""
        chat, person = int(home), int(account)
        try:
            member = await self._call("getChatMember", chat_id=self._moved.get(chat, chat), user_id=person)
        except ChatMigrated as moved:
            # It is the same group, with the same administrators: Telegram itself says so.
            self._moved[chat] = moved.new_chat_id
            self._complain(
                f"The group telegram:{chat} is telegram:{moved.new_chat_id} by now; write that in the setting `homes`."
            )
            member = await self._call("getChatMember", chat_id=moved.new_chat_id, user_id=person)
        except BadRequest:
            # They are not there, or we are not.
            return Rank.MEMBER
        return ranks.rank_of(member)

    async def _move(self, intake: Intake, moved: Moved) -> None:
        """The group's conversations go on under its new number."""
        self._moved[moved.old] = moved.new
        await intake.move_room(PLATFORM, Address(str(moved.old)), Address(str(moved.new)))

    def _note(self, press: str, text: str = "") -> None:
        """The press is acknowledged, so that its button stops turning; nobody waits for it."""

        self._beside("answerCallbackQuery", callback_query_id=press, text=text, show_alert=bool(text))

    def _beside(self, method: str, **arguments: object) -> None:
        """It is called, and nobody waits for what comes of it."""

        async def call() -> None:
            with contextlib.suppress(TelegramError):
                await self._call(method, **arguments)

        task = asyncio.create_task(call())
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _rest(self, error: TelegramError) -> None:
        """What is wrong is said, and tried again after a while."""
        lasts = self._backoff.lasts
        pause = self._backoff.next(_seconds(error) if isinstance(error, RetryAfter) else 0.0)
        if isinstance(error, InvalidToken | EndPointNotFound | Forbidden):
            self.started.clear()
            self._complain(
                "Telegram does not know the bot's token: it was revoked or mistyped. @BotFather shows it (/token); "
                "put it where this one stood, and start again."
            )
        elif isinstance(error, Conflict):
            self._complain(
                "Another program receives this bot's messages with the same token, or a webhook is set. Stop the other "
                "one; it is tried again."
            )
        elif lasts and not isinstance(error, RetryAfter):
            self.started.clear()
            self._complain(f"Telegram cannot be reached ({type(error).__name__}); it is tried again in {pause:.0f} s.")
        await asyncio.sleep(pause)

    async def _call(self, method: str, **arguments: object) -> Any:
        return await self._bot.do_api_request(method, api_kwargs=arguments)

    async def take_raw(self, body: bytes) -> bool:
        """One update as the webhook got it is committed, or in quarantine; False where it has to come again."""
        intake = self._intake
        if intake is None or not self.started.is_set():
            return False
        try:
            raw = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            await intake.quarantine(PLATFORM, body, str(error)[:200])
            return True
        try:
            # Whether or not Telegram waits for the answer: what was begun is taken.
            await asyncio.shield(self._take(intake, raw))
        except Exception:
            return False
        return True

    # Out

    async def send(self, address_: Address, key: MessageId, part: Part, number: int) -> str:
        """Telegram has no key for a message: sent again after a crash, it may be shown twice."""
        spot = _spot(address_)
        chat = self._moved.get(spot.chat, spot.chat)
        try:
            return await self._send(chat, spot.topic, address_, part)
        except ChatMigrated as moved:
            if self._intake is not None:
                await self._move(self._intake, Moved(chat, moved.new_chat_id))
            return await self._send(moved.new_chat_id, spot.topic, address_, part)

    async def fetch(self, handle: str, limit: int) -> bytes:
        """The file of that id, from Telegram's file server."""
        return await files.fetch(self._bot, handle, limit)

    async def carry(self, address_: Address, key: MessageId, load: Load, number: int) -> str:
        """It is uploaded, and shown."""
        return await self._show(*files.anew(_spot(address_).chat, load))

    async def carry_again(self, address_: Address, key: MessageId, kind: str, handle: str, number: int) -> str:
        """Shown by its id: Telegram has taken out of a photo what was written beside it when it was sent."""
        return await self._show(*files.by_id(_spot(address_).chat, kind, handle))

    async def _show(self, method: str, arguments: dict[str, Any]) -> str:
        try:
            sent = await self._call(method, **arguments)
        except TelegramError as error:
            raise _failed(error, arguments["chat_id"]) from error
        return str(sent["message_id"])

    async def edit(self, address_: Address, sent: str, part: Part) -> None:
        """The text and the buttons are these now; what reads like this already is left alone."""
        spot = _spot(address_)
        if not (sent.isascii() and sent.isdigit()):
            raise SendFailed(Failure.MESSAGE, "no message of Telegram's")
        chat = self._moved.get(spot.chat, spot.chat)
        try:
            await self._call("editMessageText", chat_id=chat, message_id=int(sent), **self._body(chat, part))
        except ChatMigrated as moved:
            # What was said in the old group stays there, out of reach.
            if self._intake is not None:
                await self._move(self._intake, Moved(chat, moved.new_chat_id))
            raise SendFailed(Failure.MESSAGE, "it was said before the group moved") from moved
        except TelegramError as error:
            if not outbound.says_so_already(error.message):
                raise _failed(error, chat) from error

    def _body(self, chat: int, part: Part) -> dict[str, Any]:
        """What the message says; in a group its commands name us, or other bots would hear them too."""
        return outbound.body_of(part, f"@{self._me.username}" if chat < 0 and self._me.username else "")

    async def _send(self, chat: int, topic: int, where: Address, part: Part) -> str:
        arguments: dict[str, object] = {"chat_id": chat, **self._body(chat, part)}
        if topic:
            arguments["message_thread_id"] = topic
        if reply_to := self._reply_to.get(where):
            arguments["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        try:
            sent = await self._call("sendMessage", **arguments)
        except ChatMigrated:
            raise
        except TelegramError as error:
            if chat < 0 and (why := outbound.reason_for(error.message)):
                await self._say_why_not(address.read(where).person, chat, why)
            raise _failed(error, chat) from error
        return str(sent["message_id"])

    async def _say_why_not(self, person: int, chat: int, why: str) -> None:
        """Whoever spoke to the bot in a group where it may not write reads that in private, once for each group."""
        if not person or (person, chat, why) in self._told:
            return
        self._told.keep((person, chat, why), None)
        # Who never pressed Start cannot be written to: then there is nowhere left to say it.
        with contextlib.suppress(TelegramError):
            await self._call("sendMessage", chat_id=person, text=why)


def _spot(where: Address) -> Spot:
    try:
        return address.read(where)
    except ValueError as error:
        raise SendFailed(Failure.DESTINATION, f"no address of Telegram's: {error}") from error


def _failed(error: TelegramError, chat: int) -> SendFailed:
    """The class of what went wrong."""
    match error:
        case RetryAfter():
            scope = Scope.GROUP if chat < 0 else Scope.PLACE
            return SendFailed(Failure.RETRY_AFTER, error.message, _seconds(error), scope)
        case InvalidToken() | EndPointNotFound():
            # What a raw call makes of 401 and 404.
            return SendFailed(Failure.AUTH, error.message)
        case Forbidden():
            return SendFailed(Failure.DESTINATION, error.message)
        case BadRequest():
            return SendFailed(outbound.failure_of(error.message), error.message)
        case NetworkError():
            return SendFailed(Failure.TRANSIENT, type(error).__name__)
        case _:
            return SendFailed(Failure.TRANSIENT, error.message)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
