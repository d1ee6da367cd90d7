"""The language that a member reads: what their platform proposes at the greeting, and what they choose themselves."""

from __future__ import annotations

import re
from typing import Final

from bot.core import languages
from bot.core.commands import Command, Said
from bot.core.draft import Draft
from bot.core.solo import moving
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.model.message import Role
from bot.model.state import Phase

LANGUAGE: Final = "language "
"""A button's key that starts so chooses the language whose tag follows."""


def take_up_proposal(draft: Draft) -> bool:
    """Whoever has chosen none is greeted in the language that their platform says they read, if the bot speaks it."""
    told, context = draft.situation.told, draft.situation.context
    if draft.member.language or told.aloud or not told.speaks:
        return False
    found = languages.proposed(told.speaks, context)
    if not found or found == context.language:
        return False
    draft.change_member(language=found)
    draft.because(f"greeted in {found}, as the platform says")
    return True


def offer_the_usual(draft: Draft) -> None:
    """One press leads back to the installation's language, in its own name: whoever was greeted in another may not read
    that."""
    usual = languages.meant(draft.situation.context.language, draft.situation.context.languages)
    if usual is not None:
        _offer(draft, usual.tag, usual.name)


def choose(draft: Draft, said: Said) -> None:
    """The bot speaks that language with the member from now on; without one that it knows, those that it speaks are on
    the screen."""
    context = draft.situation.context
    chosen = languages.meant(said.argument, context.languages) if said.argument else None
    if chosen is None:
        known = languages.name_of(draft.language, context)
        draft.must_say("language.unknown" if said.argument else "language.is", language=known)
        offer_all(draft)
        return
    draft.change_member(language=chosen.tag)
    draft.must_say("language.set", language=chosen.name)
    moving.speak(draft)
    moving.stand_by(draft)


def named_alone(draft: Draft, text: str) -> Said | None:
    """Where nothing is asked, the name of a language says that it is to be spoken; elsewhere it may be an answer."""
    if draft.state.phase not in _IDLE or draft.situation.told.aloud or len(text) > LONGEST:
        return None
    plain = " ".join(text.casefold().split()).strip(" .!?،؟")
    asked = _ASKED.fullmatch(plain)
    named = asked["name"] if asked else plain
    known = [tongue for tongue in draft.situation.context.languages if len(named) > SHORTEST]
    names = {name.casefold(): one for one in known for name in (one.name, *one.also)}
    found = names.get(named)
    return Said(Command.LANGUAGE, argument=found.tag) if found else None


_ASKED: Final = re.compile(
    r"(?:(?:hi|hello|hey|hallo|sorry|yes|ja|ok|نعم|مرحبا)[,.! ]+)?"
    r"(?:(?:can|could|do) (?:you|we|u) (?:please )?(?:speak|talk|do (?:this|that|it)|write|use|switch to) ?"
    r"|(?:kannst|könntest|sprichst) du (?:auch |bitte )?|können wir (?:das |bitte )*|geht (?:das )?(?:auch )?"
    r"|(?:هل )?(?:تتكلم|تتحدث|تكلم|تحدث) |i (?:speak|want|prefer) |ich (?:spreche|möchte|hätte gern) )?"
    r"(?:(?:in|auf|po|bi|en) |بال)?(?P<name>[^ ,]+)"
    r"(?: (?:sprechen|reden|machen|schreiben))?(?:,? (?:please|pls|plz|bitte|then|من فضلك|لو سمحت|فقط|only|nur))*"
)
"""A language asked for as people ask: "deutsch bitte", "can you speak german?"."""
_IDLE: Final = frozenset({Phase.NEW, Phase.GREETED, Phase.CHOOSING, Phase.RESTING, Phase.STOPPED, Phase.PARTING})
LONGEST: Final = 40
SHORTEST: Final = 2
"""A tag alone ("de", "en") is no name: it is a word of some language."""


def tell(draft: Draft) -> None:
    """Which language it is, as one of the things that hold."""
    context = draft.situation.context
    if context.languages:
        draft.must_say("settings.language", role=Role.ITEM, language=languages.name_of(draft.language, context))


def offer_all(draft: Draft) -> None:
    """Every language that the bot speaks and that is not spoken now, in its own name."""
    context = draft.situation.context
    spoken = languages.fallen_back(draft.language, [tongue.tag for tongue in context.languages])
    for tongue in context.languages:
        if tongue.tag != spoken:
            _offer(draft, tongue.tag, tongue.name)


def _offer(draft: Draft, tag: str, name: str) -> None:
    draft.offer(token(NO_ROUND, 0, COMMAND + LANGUAGE + tag), label=name, quiet=True)
