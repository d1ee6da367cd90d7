"""What a place has on screen, rendered again from what is stored."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.core.tokens import CHIP, COMMAND, read_token
from bot.model.effect import Say
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities, Message, Paragraph, Part
from bot.ports.transcript import Entry, Speaker
from bot.ports.views import DoneByMember, SaidByBot, Views
from bot.rendering.fit import fit
from bot.rendering.render import Voice, render


class StoredTranscript:
    """Implements `ports.transcript.Transcript` over the read-only views."""

    def __init__(self, views: Views, voice: Voice, capabilities: Capabilities) -> None:
        self._views = views
        self._voice = voice
        self._capabilities = capabilities

    async def since(self, platform: Platform, address: Address, after: int = 0, limit: int = 200) -> tuple[Entry, ...]:
        return await asyncio.to_thread(self.read, platform, address, after, limit)

    def read(self, platform: Platform, address: Address, after: int, limit: int) -> tuple[Entry, ...]:
        """The same, on the caller's thread."""
        # One entry further back is read as well: a press is shown by the label on the message before it.
        rows = self._views.history(platform, address, after, limit)
        if after and any(isinstance(row, DoneByMember) and row.token for row in rows):
            rows = self._views.history(platform, address, 0, limit + len(rows))
        labels: dict[str, str] = {}
        newest = max((row.id for row in rows if isinstance(row, SaidByBot)), default=0)
        entries = []
        read = next((row.language for row in rows if isinstance(row, SaidByBot)), "") or self._voice.language
        for row in rows:
            if isinstance(row, SaidByBot):
                message = self._rendered(row)
                labels.update({button.token: button.label for button in message.buttons})
                if row.id > after:
                    parts = self._fitted(message)
                    enclosed = row.effect.encloses if isinstance(row.effect, Say) else None
                    entries.append(Entry(row.id, Speaker.BOT, row.at, parts, row.id == newest, enclosed, read))
            elif row.id > after:
                own = () if row.media and not row.text else (_own(row, labels),)
                entries.append(Entry(row.id, Speaker.MEMBER, row.at, own, language=read, media=row.media))
        return tuple(entries)

    def _rendered(self, row: SaidByBot) -> Message:
        # One row that cannot be shown any more must not take the page away from somebody for ever.
        try:
            return render(row.effect, self._voice, row.words, row.names, language=row.language)
        except Exception:
            return _LOST

    def _fitted(self, message: Message) -> tuple[Part, ...]:
        try:
            return fit(message, self._capabilities)
        except Exception:
            return (Part(_LOST.paragraphs),)


_LOST: Final = Message((Paragraph("…"),))


def _own(row: DoneByMember, labels: dict[str, str]) -> Part:
    """What the member typed, or the label of what they pressed."""
    if not row.token:
        return Part((Paragraph(row.text),))
    pressed = read_token(row.token)
    fallback = pressed.key.removeprefix(COMMAND).removeprefix(CHIP) if pressed else ""
    return Part((Paragraph(labels.get(row.token, fallback)),))
