"""A question as a platform would show it, before anybody is asked it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.deck import Kind, Question
from bot.model.effect import Ask
from bot.model.ids import DeckHash, RoundId
from bot.model.line import Line, Option
from bot.model.message import Button, Capabilities, Role
from bot.rendering.fit import fit
from bot.rendering.prompts import Prompts
from bot.rendering.render import Voice, render


def preview(question: Question, offer: Sequence[tuple[str, str]], prompts: Prompts, capabilities: Capabilities) -> str:
    """The message in plain text, its buttons in brackets, row by row. `offer` is what the question's kind offers."""
    lines = (Line(f"@{question.id}/text", role=Role.QUESTION), *_how(question))
    named = question.kind is Kind.MISSION
    options = [Option("", name=f"option.mission.{key}") if named else Option("", label=label) for key, label in offer]
    options.append(Option("", name="option.skip", quiet=True))
    ask = Ask(lines, RoundId(0), tuple(options))
    voice = Voice(prompts, {DeckHash(""): {f"@{question.id}/text": (question.text,)}})
    parts = fit(render(ask, voice, {}), capabilities)
    blocks = ["\n".join(paragraph.text for paragraph in part.paragraphs) for part in parts]
    return "\n".join([*blocks, *_rows(parts[-1].buttons, capabilities.buttons_per_row)])


def _how(question: Question) -> tuple[Line, ...]:
    scale = question.scale
    if question.kind is Kind.SCALE and scale and scale.low and scale.high:
        gaps = (("first", scale.first), ("low", scale.low), ("last", scale.last), ("high", scale.high))
        return (Line("scale.ends", role=Role.ASIDE, gaps=gaps),)
    if question.kind is Kind.RANK:
        order = " ".join(str(number) for number in (2, 1, *range(3, len(question.choices) + 1)))
        return (Line("rank.how", role=Role.ASIDE, gaps=(("example", order),)),)
    return ()


def _rows(buttons: tuple[Button, ...], width: int) -> list[str]:
    width = max(1, width)
    rows = [buttons[start : start + width] for start in range(0, len(buttons), width)]
    return [" ".join(f"[{button.label}]" for button in row) for row in rows]
