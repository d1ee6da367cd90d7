"""A conversation stepped again from its events, and compared with what happened then."""

from __future__ import annotations

from enum import StrEnum

from bot.core.formats import BEGUN, step
from bot.core.languages import spoken_in
from bot.core.situation import Library, Situation
from bot.core.tongues import NO_TONGUES, Tongues, in_english
from bot.model.actor import FORMAT_OF, State
from bot.model.effect import Shown
from bot.model.format import Format
from bot.model.noun import Noun
from bot.ports.views import Past, Stepped


class Verdict(StrEnum):
    """What a replay found."""

    IDENTICAL = "identical"
    """Every message and the final state come out as they are stored."""
    OTHER_RULES = "other rules"
    """Something comes out differently, and some of it was decided by other rules or prompts than today's."""
    DIFFERENT = "different"
    """Something comes out differently under the same rules: what is stored was changed, or deciding is not pure."""
    ERASED = "erased"
    """Part of it was forgotten or taken back, so that it cannot be told again."""


class Replayed(Noun, frozen=True):
    """One step, then and now. `trouble` says why the step could not be made again, or is empty."""

    step: Stepped
    effects: tuple[Shown, ...] = ()
    why: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def same(self) -> bool:
        """Whether every message of the step came out as it is stored."""
        return not self.trouble and self.effects == self.step.effects


class Replay(Noun, frozen=True):
    """A whole conversation again. `state` is where it ended now; `same_state` that it is what is stored."""

    verdict: Verdict
    steps: tuple[Replayed, ...] = ()
    state: State = BEGUN[Format.SOLO]
    same_state: bool = True


def replay(past: Past, library: Library, rules: str, tongues: Tongues = NO_TONGUES) -> Replay:
    """The conversation stepped again from nothing; `rules` are today's (`Context.rules`)."""
    if past.erased:
        return Replay(Verdict.ERASED)
    state, steps = BEGUN[FORMAT_OF[type(past.state)]], []
    for stepped in past.steps:
        state, again = _again(state, stepped, past, library, tongues)
        steps.append(again)
    same_state = state == past.state
    return Replay(_judge(past, steps, same_state, rules), tuple(steps), state, same_state)


def _again(state: State, stepped: Stepped, past: Past, library: Library, tongues: Tongues) -> tuple[State, Replayed]:
    context = past.contexts.get(stepped.told.context)
    if context is None:
        return state, Replayed(stepped, trouble="the context that it was decided in is not stored")
    try:
        event = in_english(stepped.event, tongues, spoken_in(stepped.told, context))
        made = step(state, event, Situation(stepped.told, context, library, stepped.id, past.conversation))
    except Exception as error:
        # Whatever is wrong with what is stored, the rest of the conversation is still worth a look.
        return state, Replayed(stepped, trouble=f"the step raises {type(error).__name__}")
    shown = tuple(effect for effect in made.effects if isinstance(effect, Shown))
    return made.state, Replayed(stepped, shown, made.why)


def _judge(past: Past, steps: list[Replayed], same_state: bool, rules: str) -> Verdict:
    if same_state and all(again.same for again in steps):
        return Verdict.IDENTICAL
    decided_by = {context.rules for context in past.contexts.values()}
    return Verdict.DIFFERENT if decided_by == {rules} else Verdict.OTHER_RULES
