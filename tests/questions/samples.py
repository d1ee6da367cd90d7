"""One question of each kind, with everything a deck may give it."""

from __future__ import annotations

from typing import Final

from bot.model.deck import Choice, FollowUp, Kind, Lane, Question, Range, Scale, Theme
from bot.model.ids import ChoiceId, QuestionId


def _says(line: str, ask: str = "Which way does it open?") -> FollowUp:
    return FollowUp((line,), ask)


_THEMES: Final = (
    Theme(
        "someone-elses",
        ("gran's", "nan's", "dad's workshop", "nobody's"),
        ("my own",),
        _says("Someone else's handle."),
    ),
    Theme("kitchen", ("kitchen", "fridge", "larder", "server room"), (), _says("A door to food.")),
)

OPEN: Final = Question(
    id=QuestionId("door-in-the-dark"),
    kind=Kind.OPEN,
    text="Which door could you still open in the dark, by feel?",
    depth=2,
    themes=_THEMES,
    tender=Lane(("they sold it",), FollowUp(("Thank you for that one.",), "", ("stay", "lighter"))),
    joke=Lane(("the fridge door light",), FollowUp(("It even has a light.",)), "lighter"),
    short="Which handle did you touch first today?",
    default=FollowUp(("That door is new here.",), "Which way does it open?", ("the place", "the person")),
    and_you="No hands, so no doors.",
)

CHOICE: Final = Question(
    id=QuestionId("tiger-or-bluebird"),
    kind=Kind.CHOICE,
    text="For one whole day: tiger or bluebird?",
    depth=1,
    choices=(
        Choice(ChoiceId("tiger"), "tiger", ("big cat", "stripes"), _says("Stripes, then.", "Who walks beside you?")),
        Choice(ChoiceId("bluebird"), "bluebird", ("bird", "wings"), _says("Wings, then.", "Whose windowsill?")),
    ),
    themes=(Theme("sea", ("octopus", "whale", "fish"), (), _says("Something wet.")),),
    tender=Lane(("my bird died",), FollowUp(("A real animal.",), "", ("stay", "lighter"))),
    joke=Lane(("tiger eats bluebird",), FollowUp(("Then the day ends early.",))),
    short="Heard coming, or not?",
    both=_says("A tiger with wings."),
    neither=_says("Neither."),
    depends=_says("A careful answer."),
    default=_says("That animal wasn't on the list."),
)

SCALE: Final = Question(
    id=QuestionId("how-tidy"),
    kind=Kind.SCALE,
    text="How tidy is the drawer nearest to you?",
    depth=1,
    scale=Scale(1, 10, "not at all", "wholly"),
    ranges=(Range(1, 3, _says("Low.")), Range(4, 7, _says("Middling.")), Range(8, 10, _says("High."))),
    short="Which drawer is it?",
    default=_says("That is off the scale."),
)

RANK: Final = Question(
    id=QuestionId("small-luxuries"),
    kind=Kind.RANK,
    text="Put these small luxuries in order. Which one leads?",
    depth=1,
    choices=(
        Choice(ChoiceId("bed"), "a freshly made bed", ("bed", "clean sheets"), _says("The bed first.")),
        Choice(ChoiceId("queue"), "no queue at all", ("queue", "no line"), _says("No queue first.")),
        Choice(ChoiceId("fruit"), "a perfectly ripe fruit", ("fruit",), _says("The fruit first.")),
    ),
    short="Bed or fruit, then?",
    default=_says("Luxuries of your own."),
)

MISSION: Final = Question(
    id=QuestionId("five-minute-seat"),
    kind=Kind.MISSION,
    text="Sit somewhere for five minutes without a screen, and bring me back one thing you noticed.",
    depth=2,
    themes=(
        Theme("heard", ("clock", "birds", "wind"), (), _says("Something for the ears.")),
        Theme("hushed", ("nobody spoke", "didn't hear"), (), _says("A quiet five minutes.")),
    ),
    short="One thing, then: light or sound?",
    default=_says("Five minutes well sat."),
    done=_says("Welcome back.", "What was there?"),
)

SAMPLES: Final = (OPEN, CHOICE, SCALE, RANK, MISSION)
