"""Schema v1 as data: every field of a deck with its type, its limits and what it means.

`export()` is what `question_decks/schema/deck.v1.json` holds, so that an editor can check a deck while it is written.
Limits of lengths are in code points. What needs two fields at once to be seen is in `rules.py`.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]
Phrase = Annotated[str, Field(min_length=1, max_length=60)]
Label = Annotated[str, Field(min_length=1, max_length=34)]
Depth = Annotated[int, Field(ge=1, le=5)]
Lines = Annotated[list[Sentence], Field(min_length=1, max_length=12)]
Phrases = Annotated[list[Phrase], Field(min_length=1, max_length=400)]
Number = Annotated[int, Field(ge=0, le=1000)]
Flag = Annotated[Literal["true", "false"], WithJsonSchema({"type": "boolean"})]
"""A plain word to our readers, which know words and whole numbers; to an editor, a truth value."""

_SAY = "Wordings of one short sentence, said as they stand. At least one without {said}; two or three are best."
_ASK = "One question that could only follow that answer."
_CONTRAST = "Speaks of counts with {n} and {all}; shown after one's own answer, from five members on."
_NONE: Final[Any] = {"default": []}
_NO_NAMES: Final[Any] = {"default": {}}
"""What an editor is told of a field that may be left out. To pydantic it is made by a factory: a list that is the
default itself is copied, deeply, for each of ten thousand questions, which takes longer than all that is checked."""


class Shape(BaseModel):
    """Strict: a number is not a text, and what is not listed is an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class FollowUpShape(Shape):
    """What an answer gets: a line, then a question."""

    say: Lines = Field(description=_SAY)
    ask: Sentence = Field(description=_ASK)


class ReplyShape(Shape):
    """What an answer gets: a line, a question, or both; what is missing the bot fills with words of its own."""

    say: Lines | None = Field(None, description=_SAY)
    ask: Sentence | None = Field(None, description=_ASK)


class DefaultShape(ReplyShape):
    """Fits every honest answer to its question."""

    chips: list[Label] | None = Field(
        None, min_length=2, max_length=2, description="Two things to press, each with its question in chip_asks."
    )


class ChoiceShape(Shape):
    """One of the offered answers."""

    id: Slug | None = Field(None, description="Permanent. Made from the label where it is not given.")
    label: Label = Field(description="What the button shows.")
    also: list[Phrase] = Field(
        default_factory=list, json_schema_extra=_NONE, max_length=60, description="Other words for it."
    )
    say: Lines | None = Field(None, description=_SAY)
    ask: Sentence | None = Field(None, description=_ASK)
    contrast: Sentence | None = Field(None, description=_CONTRAST)


class ThemeShape(ReplyShape):
    """What an answer may be about."""

    id: Slug = Field(description="Permanent: it is what is counted.")
    like: Phrases = Field(description='Words and phrases that speak for it; "@name" stands for all of that list.')
    not_: list[Phrase] = Field(
        default_factory=list,
        json_schema_extra=_NONE,
        alias="not",
        max_length=400,
        description="Words and phrases that rule it out.",
    )
    contrast: Sentence | None = Field(None, description=_CONTRAST)


class ScaleShape(Shape):
    """Whole numbers from one end to the other."""

    from_: Number = Field(alias="from", description="The lowest number.")
    to: Number = Field(description="The highest number, at most ten above the lowest.")
    low: Label = Field(description="What the lowest number means.")
    high: Label = Field(description="What the highest number means.")


class RangeShape(DefaultShape):
    """Part of a scale, both ends included."""

    from_: Number = Field(alias="from", description="The first number of the part.")
    to: Number = Field(description="The last number of the part.")


class TenderShape(Shape):
    """What a tender answer to this question gets."""

    like: list[Phrase] = Field(
        default_factory=list, json_schema_extra=_NONE, max_length=400, description="Added to the built-in tender words."
    )
    say: Lines = Field(description=_SAY)
    chips: list[Literal["stay", "lighter"]] = Field(
        ["stay", "lighter"], min_length=1, max_length=2, description="What the member may choose next."
    )


class JokeShape(Shape):
    """What a joke in answer to this question gets."""

    like: list[Phrase] = Field(
        default_factory=list,
        json_schema_extra=_NONE,
        max_length=400,
        description="Added to the built-in signs of a joke.",
    )
    say: Lines = Field(description=_SAY)
    next: Literal["lighter", "same"] = Field("same", description="How heavy the next question may be.")


class CallbackShape(Shape):
    """Returns to an answer."""

    after: str = Field(
        pattern=r"^(evening|[1-9][0-9]?d)$",
        description="`evening`: later the same evening; `2d`: when the member is back after that many days.",
    )
    text: Sentence = Field(description="A question or an invitation; may quote the answer with {said}.")


class QuestionShape(Shape):
    """What is asked, and all it needs to shine."""

    id: Slug = Field(description="Permanent: a member is never asked one id twice.")
    kind: Literal["open", "choice", "scale", "rank", "mission"] = Field(description="How it is answered.")
    text: Annotated[str, Field(min_length=1, max_length=180)] = Field(
        description="At most 90 characters (missions: 180), one ask, not answerable by yes or no."
    )
    depth: Depth = Field(description="1 light to 5 deep.")
    private: Flag = Field(
        "false", description="In a circle it is answered in private only; in a group or at a table it is not asked."
    )
    choices: list[ChoiceShape] | None = Field(
        None, min_length=2, max_length=6, description="For choice (2 to 6) and rank (3 to 6)."
    )
    scale: ScaleShape | None = Field(None, description="For scale.")
    ranges: list[RangeShape] | None = Field(
        None, min_length=1, max_length=11, description="For scale: together the whole of it, without overlap."
    )
    tags: list[Slug] = Field(
        default_factory=list,
        json_schema_extra=_NONE,
        max_length=20,
        description="`loss`, `illness`, `conflict` keep tender threads away.",
    )
    about: list[Phrase] = Field(
        default_factory=list,
        json_schema_extra=_NONE,
        max_length=20,
        description="3 to 8 concrete words for following the thread.",
    )
    example: Sentence | None = Field(None, description="A sample answer, shown on `help`.")
    themes: list[ThemeShape] = Field(
        default_factory=list, json_schema_extra=_NONE, max_length=12, description="What a free answer may be about."
    )
    tender: TenderShape | None = Field(None, description="This question's own words for a tender answer.")
    joke: JokeShape | None = Field(None, description="This question's own words for a joke.")
    short: Sentence | None = Field(None, description="The smaller question, asked after an empty answer.")
    both: FollowUpShape | None = Field(None, description='Choice kinds: the reply to "both".')
    neither: FollowUpShape | None = Field(None, description='Choice kinds: the reply to "neither".')
    depends: FollowUpShape | None = Field(None, description='Choice kinds: the reply to "it depends".')
    default: DefaultShape | None = Field(None, description="The follow-up that fits every honest answer.")
    chip_asks: dict[str, Sentence] = Field(
        default_factory=dict,
        json_schema_extra=_NO_NAMES,
        max_length=12,
        description="The question that belongs to each chip.",
    )
    contrast: Sentence | None = Field(None, description=_CONTRAST + " Counts the first theme.")
    thought: Sentence | None = Field(None, description="Given back where there are no counts yet: one sentence.")
    and_you: Sentence | None = Field(None, description='The answer to "and you?": the bot is a bot.')
    callback: CallbackShape | None = Field(None, description="Returns to the answer later.")
    take_away: Sentence | None = Field(None, description="A question to take to somebody one will see today.")
    hears: dict[str, str] = Field(
        default_factory=dict,
        json_schema_extra=_NO_NAMES,
        max_length=200,
        description="Sample answers, each with the branch it must find.",
    )
    done: FollowUpShape | None = Field(None, description="Missions: the reply when the member comes back.")


class HeaderShape(Shape):
    """A deck without its questions."""

    schema_: Literal[1] = Field(alias="schema", description="The version of this format.")
    id: Slug = Field(description="Permanent: the deck's name in commands and addresses.")
    title: Annotated[str, Field(min_length=1, max_length=60)] = Field(description="What people see.")
    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47: `en`, `pt-BR`.")
    author: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="Who wrote it.")
    licence: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="Under which terms.")
    description: Annotated[str, Field(min_length=1, max_length=400)] = Field(description="One or two sentences.")
    version: str = Field(pattern=r"^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$", description="Like `1.0.0`.")
    rating: Literal["everyone", "adult"] = Field("everyone", description="For whom.")
    arc: list[Depth] | None = Field(None, min_length=3, max_length=12, description="The depths of one evening.")
    lists: dict[str, Phrases] = Field(
        default_factory=dict, json_schema_extra=_NO_NAMES, max_length=200, description='Vocabularies for "@name".'
    )
    take_aways: list[Sentence] = Field(
        default_factory=list,
        json_schema_extra=_NONE,
        max_length=50,
        description="For questions without one of their own.",
    )
    signed_by: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        default_factory=list,
        json_schema_extra=_NONE,
        max_length=20,
        description="Native readers who have read all of it; empty or left out: nobody has yet.",
    )


class DeckShape(HeaderShape):
    """A deck."""

    questions: list[QuestionShape] = Field(min_length=1, max_length=10_000, description="Each id once, in order.")


def export() -> str:
    """Schema v1 as JSON Schema, as it is written to `question_decks/schema/deck.v1.json`."""
    schema = _without_null(DeckShape.model_json_schema(by_alias=True))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A Not-Date deck, schema v1"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _without_null(part: Any) -> Any:
    """A field that may be left out may not therefore be null: a deck has no nulls."""
    if isinstance(part, list):
        return [_without_null(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_null(value) for key, value in part.items() if not (key == "default" and value is None)}
    options = [option for option in kept.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        return options[0] | kept
    return kept
