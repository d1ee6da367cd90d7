"""The one place that names the platforms, and makes the adapter of each that is configured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from bot.adapters.discord import capabilities as discord_capabilities
from bot.adapters.matrix import capabilities as matrix_capabilities
from bot.adapters.telegram import capabilities as telegram_capabilities
from bot.adapters.terminal import capabilities as terminal_capabilities
from bot.adapters.web import capabilities as web_capabilities
from bot.beside import web_key
from bot.core.roles import Act, may
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from bot.ports.adapter import Adapter
from bot.ports.clock import Clock
from bot.ports.standings import Standings
from bot.runtime.carrying import Showcase
from bot.runtime.condition import Condition
from bot.runtime.notes import PlaceNotes, StreamNotes
from bot.runtime.transcript import StoredTranscript
from bot.runtime.writer import Writer
from bot.settings import Settings
from bot.voices import menus

if TYPE_CHECKING:
    from bot.adapters.telegram.adapter import TelegramAdapter
    from bot.adapters.web.adapter import WebAdapter

PLATFORMS: Final[Mapping[Platform, Capabilities]] = {
    terminal_capabilities.PLATFORM: terminal_capabilities.CAPABILITIES,
    web_capabilities.PLATFORM: web_capabilities.CAPABILITIES,
    telegram_capabilities.PLATFORM: telegram_capabilities.CAPABILITIES,
    discord_capabilities.PLATFORM: discord_capabilities.CAPABILITIES,
    matrix_capabilities.PLATFORM: matrix_capabilities.CAPABILITIES,
}
"""What each can show and hear, whether it is configured or not."""


def web_adapter(
    settings: Settings,
    transcript: StoredTranscript,
    clock: Clock,
    condition: Condition,
    telegram: TelegramAdapter | None,
    showcase: Showcase,
    standings: Standings,
) -> WebAdapter:
    """The web page's adapter, which also serves what is asked of the bot's condition, and where Telegram calls."""

    async def may_bring(account: Address) -> bool:
        standing = await standings.of(web_capabilities.PLATFORM, account)
        return may(standing, Act.CHECK, clock.now())

    # Imported only where a page is served: the web server is a third of a second that `notdate chat` need not wait for.
    from bot.adapters.web.adapter import WebAdapter

    return WebAdapter(
        transcript,
        web_key(settings),
        settings.text("host"),
        settings.number("port"),
        settings.text("community"),
        public=settings.text("public_url"),
        health=condition.health,
        ready=condition.missing,
        readings=condition.readings,
        metrics_token=settings.text("metrics_token"),
        routes=telegram.routes() if telegram else (),
        clock=clock,
        brings=showcase,
        may_bring=may_bring,
    )


def other_adapters(
    settings: Settings, clock: Clock, writer: Callable[[], Writer], complain: Callable[[str], None]
) -> Iterator[Adapter]:
    """The adapters of the platforms that are configured; their libraries are imported only then."""
    if token := settings.text("discord_token"):
        from bot.adapters.discord.adapter import DiscordAdapter

        api, places = settings.text("discord_api"), PlaceNotes("discord", writer)
        replies = StreamNotes("discord replies", writer)
        yield DiscordAdapter(token, clock, api, memory=places, notes=replies, complain=complain, menus=menus())
    homeserver, user = settings.text("matrix_homeserver"), settings.text("matrix_user")
    if homeserver and user:
        from bot.adapters.matrix.adapter import MatrixAdapter
        from bot.adapters.matrix.safe import open_safe

        # Another account reads another stream.
        stream = StreamNotes(f"matrix:{user}", writer)
        invites, polls = settings.text("matrix_allow_invites"), settings.text("matrix_polls") == "yes"
        safe = open_safe(settings.database, settings.text("matrix_new_identity") == "yes")
        yield MatrixAdapter(
            homeserver, user, clock, password=settings.text("matrix_password"), token=settings.text("matrix_token"),
            allow_invites=invites, memory=stream, safe=safe, with_polls=polls,
            complain=complain,
        )  # fmt: skip


def telegram_adapter(settings: Settings, clock: Clock, complain: Callable[[str], None]) -> TelegramAdapter | None:
    """The adapter, where there is a token for it."""
    token = settings.text("telegram_token")
    if not token:
        return None
    # Imported only where it is wanted: the library takes a third of a second and some 20 MiB.
    from bot.adapters.telegram.adapter import TelegramAdapter

    secret = settings.text("telegram_webhook_secret")
    public = settings.text("public_url")
    api = settings.text("telegram_api")
    return TelegramAdapter(token, clock, api, public=public, secret=secret, complain=complain, menus=menus())
