"""One step while it is being decided: what is said so far, what has changed so far.

A draft is mutable and lives for one call of `step`; what leaves it is frozen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec.structs

from bot.core.dice import Dice
from bot.core.figures.steps import NOT_MEASURED, step_of
from bot.core.languages import card_in, decks_in, version_for
from bot.core.shelf import Shelf, Shelved
from bot.core.situation import Situation, Step
from bot.core.united import divide, unite
from bot.core.wording import any_of, fresh
from bot.model.effect import Ask, Delivery, Effect, Say
from bot.model.event import Words
from bot.model.figures import Happened
from bot.model.heard import Branch, Heard
from bot.model.ids import DeckHash, MemberId, QuestionId, QuestionNumber, RoundId
from bot.model.line import NAME, Gap, Line, Option
from bot.model.member import Member
from bot.model.message import Role
from bot.model.record import MemberChanged, MemberForgotten, QuestionCounted, Record
from bot.model.situation import DeckCard
from bot.model.spans import DAY
from bot.model.state import Solo, Span

QUOTABLE = 60
"""Characters. What is longer is not quoted: it would drown the reply."""
PROMPT_LIFE = DAY
"""Milliseconds after which what nobody asked for is not sent any more."""
LIGHTEST, DEEPEST = 1, 5
"""How much a question may ask of somebody, and so where a ceiling may be."""
_TRIM = " \t.,;:!…\"'“”‘’«»"
_HUMMED = re.compile(
    r"(?:(?:u+h+|u+m+|h+m+|e+r+m*|ä+h*m*|tja|puh|امم+|هم+م)(?![^\W\d_])[\s.,…!-]*"
    r"|(?:ok|okay|well|so|oh|ah|ach|also|naja|na ja|طيب|حسنا)[.,…!]+\s+)+",
    re.IGNORECASE,
)
"""What a line begins with while somebody is still thinking; a word of its own only where a comma follows it."""
_HEDGED = re.compile(
    r"(?P<kept>.*?[^\W_])[\s.,…!-]+(?:i (?:think|guess|suppose)|tbh|lol|haha+|hehe+|xd|idk|glaube? ich"
    r"|denke? ich|schätze? ich|أظن|على ما أظن|ههه+)[\s.,…!-]*",
    re.IGNORECASE | re.DOTALL,
)
_OPEN_END = re.compile(
    r"(?:^|\W)(?:what|how|that|as|than|and|or|when|if|why|where|who|so|is|was|do|which|because|like|\w*ever|\w*things?"
    r"|way|all|one|wie|was|wenn|als|weil|und|oder|alles|nichts|etwas|ما|كما|أن|لأن|كل)$",
    re.IGNORECASE,
)
"""Behind these the hedge is part of the sentence: "not what i think"."""

replace = msgspec.structs.replace


class Draft:
    """A step being decided. Handlers change it in place, in the order in which a person would tell it."""

    __slots__ = (
        "_member_before",
        "_shelf",
        "dice",
        "effects",
        "evening",
        "lines",
        "member",
        "options",
        "records",
        "situation",
        "slot",
        "state",
        "unasked",
        "visit",
        "why",
    )

    def __init__(self, state: Solo, situation: Situation, unasked: bool = False, visit: bool = True) -> None:
        """`unasked`: nobody has done anything, so what is said is a prompt; `visit`: the member did something."""
        self.unasked = unasked
        self.visit = visit
        self.slot = ""
        self._shelf: Shelf | None = None
        self.state = state
        self.evening = state.evening
        self.situation = situation
        self.member: Member = unite(situation.told.member, situation.told.linked)
        self._member_before = self.member
        self.dice = Dice(situation.told.chance)
        self.lines: list[Line] = []
        self.options: list[Option] = []
        self.effects: list[Effect] = []
        self.records: list[Record] = []
        self.why: list[str] = []

    @property
    def now(self) -> int:
        """Milliseconds UTC."""
        return self.situation.told.now

    @property
    def shelf(self) -> Shelf:
        """The deck that this conversation is in."""
        shelf = self._shelf
        if shelf is None or shelf.hash != self.state.deck:
            shelf = self._shelf = self.situation.library[self.state.deck]
        return shelf

    @property
    def language(self) -> str:
        """What is spoken here: the group place's language, or the member's, or else the installation's."""
        told = self.situation.told
        return (told.language if told.aloud else self.member.language) or self.situation.context.language

    @property
    def decks(self) -> tuple[DeckCard, ...]:
        """The decks on offer, each in the language that is spoken here if there is one in it."""
        return decks_in(self.situation.context, self.language)

    def card_of(self, deck: str) -> DeckCard | None:
        """The deck of that id, if it is on offer, in the language that is spoken here if there is one in it."""
        card = next((card for card in self.situation.context.decks if card.id == deck), None)
        return card and card_in(card, self.language)

    def version_of(self, hash_: DeckHash, question: QuestionId) -> DeckHash:
        """The version of a deck that shows that question in the language that is spoken here."""
        return version_for(self.situation.context, self.situation.library, hash_, question, self.language)

    # What changes

    def change(self, **fields: object) -> None:
        """The state has these fields from now on."""
        self.state = replace(self.state, **fields)

    def change_evening(self, **fields: object) -> None:
        """The evening has these fields from now on."""
        self.evening = replace(self.evening, **fields)

    def change_member(self, **fields: object) -> None:
        """The member has these fields from now on."""
        self.member = replace(self.member, **fields)

    def mark_asked(self, number: QuestionNumber) -> None:
        """The member is not asked this question again."""
        self.change_member(asked=f"{int(self.member.asked, 16) | 1 << number:x}")

    def never_again(self, number: QuestionNumber) -> None:
        """The member is never asked this question, whatever becomes of what they were asked."""
        self.change_member(never=f"{int(self.member.never, 16) | 1 << number:x}")

    def set_ceiling(self, wanted: int) -> None:
        """The member is asked nothing deeper than that, or than what comes nearest to it, from now on."""
        self.change_member(ceiling=min(max(wanted, LIGHTEST), DEEPEST))

    def lower_ceiling(self) -> None:
        """The member is asked nothing as deep as what they were asked last, and nothing deeper than before."""
        ceiling = self.member.ceiling
        self.set_ceiling(min(ceiling, (self.evening.depth or ceiling) - 1))

    def is_counted(self, number: QuestionNumber) -> bool:
        """An answer of this member's to that question stands in the counts."""
        return bool(int(self.member.counted, 16) >> number & 1)

    def set_counted(self, number: QuestionNumber, counted: bool) -> None:
        """Whether an answer of this member's to that question stands in the counts from now on."""
        bits = int(self.member.counted, 16)
        self.change_member(counted=f"{bits | 1 << number if counted else bits & ~(1 << number):x}")

    def record(self, record: Record) -> None:
        """This is written down with the step."""
        self.records.append(record)

    def count(self, question: QuestionNumber, what: Happened, text: str = "", asked_at: int = 0) -> None:
        """That happened to the question; of what was typed only how long it is goes into the count, and of the time
        since it was asked how long that was."""
        length = step_of(len(text)) if text else NOT_MEASURED
        wait = step_of((self.now - asked_at) // 1000) if asked_at else NOT_MEASURED
        self.records.append(QuestionCounted(question, what, length, wait))

    def do(self, effect: Effect) -> None:
        """This is done after the step."""
        self.effects.append(effect)

    def because(self, reason: str) -> None:
        """`replay --why` shows this reason."""
        self.why.append(reason)

    # What is said

    def say(self, moment: str, role: Role = Role.TEXT, said: Span | None = None, **gaps: Gap) -> bool:
        """The moment is said in a wording that this evening has not heard; False where every wording has been heard.

        Then nothing is added: most moments are courtesies, and silence beats a parrot. `must_say` adds it all the same.
        """
        count = self.situation.context.wordings.get(moment, 0)
        used = self.evening.used.get(moment, 0)
        variant = fresh(count, used, self.dice)
        if variant is None:
            return False
        self.evening = replace(self.evening, used={**self.evening.used, moment: used | 1 << variant})
        self._add(moment, variant, role, said, gaps)
        return True

    def must_say(self, moment: str, role: Role = Role.TEXT, said: Span | None = None, **gaps: Gap) -> None:
        """The moment is said, in a fresh wording if there is one."""
        if not self.say(moment, role, said, **gaps):
            self._add(moment, any_of(moment, self.situation.context, self.dice), role, said, gaps)

    def say_named(self, moment: str, member: MemberId, role: Role = Role.TEXT, **gaps: Gap) -> None:
        """The moment is said with the name that this member goes by."""
        self.must_say(moment, role=role)
        self.lines[-1] = replace(self.lines[-1], gaps=tuple(gaps.items()), quotes=(("name", member, NAME, NAME),))

    def _add(self, moment: str, variant: int, role: Role, said: Span | None, gaps: Mapping[str, Gap]) -> None:
        quotes = (("said", said.words, said.first, said.last),) if said else ()
        self.lines.append(Line(moment, variant, role, tuple(gaps.items()), quotes))

    def say_from_deck(
        self,
        path: str,
        role: Role = Role.TEXT,
        said: Span | None = None,
        heard: Span | None = None,
        gaps: Mapping[str, Gap] | None = None,
    ) -> bool:
        """One of the deck's own lines by that path, one that can be filled; False where there is none."""
        wordings = self.shelf.texts.get(path, ())
        fillable = [
            variant
            for variant, text in enumerate(wordings)
            if (said or "{said}" not in text) and (heard or "{heard}" not in text)
        ]
        if not fillable:
            return False
        variant = fillable[self.dice.throw(len(fillable))] if len(fillable) > 1 else fillable[0]
        text = wordings[variant]
        quotes = tuple(
            (name, span.words, span.first, span.last)
            for name, span in (("said", said), ("heard", heard))
            if span and f"{{{name}}}" in text
        )
        used = tuple((name, value) for name, value in (gaps or {}).items() if f"{{{name}}}" in text)
        self.lines.append(Line(path, variant, role, used, quotes))
        return True

    def offer(self, token: str, label: str = "", name: str = "", quiet: bool = False) -> None:
        """The message ends with this to press."""
        self.options.append(Option(token, label, name, quiet))

    def show(self, round_: RoundId | None = None) -> None:
        """What was said so far goes out as one message; with a round, as one that asks."""
        if not self.lines:
            return
        deck = self.state.deck if any(line.name[0] == "@" for line in self.lines) else DeckHash("")
        lines, options = tuple(self.lines), tuple(self.options)
        delivery, expires = (Delivery.PROMPT, self.now + PROMPT_LIFE) if self.unasked else (Delivery.REPLY, 0)
        if round_ is None:
            self.effects.append(Say(lines, options, deck, delivery, expires, self.slot))
        else:
            self.effects.append(Ask(lines, round_, options, deck, delivery, expires, self.slot))
        self.lines, self.options = [], []

    def finish(self) -> Step[Solo]:
        """The step, frozen. What was said and not yet shown goes out as a message; only a person's doing is a visit."""
        self.show(self.state.open.round if self.state.open else None)
        if self.member is not self._member_before:
            told = self.situation.told
            rows = divide(told.member, told.linked, self._member_before, self.member)
            if any(isinstance(record, MemberForgotten) for record in self.records):
                # Nothing of a person's own is divided then: their other accounts know nothing any more either.
                rows = self.member, *(Member(id=row.id, version=row.version) for row in told.linked)
            self.records += map(MemberChanged, rows)
        last_at = self.now if self.visit else self.state.last_at
        state = replace(self.state, evening=self.evening, last_at=last_at)
        return Step(state, tuple(self.effects), tuple(self.records), tuple(self.why))


def quotable(words: Words) -> Span | None:
    """What was said, without its outer punctuation, hums and hedges, if it is short enough to be quoted."""
    text = words.text
    if len(text) > QUOTABLE + 20:
        return None
    core = _said_in(text.strip(_TRIM))
    if not core or len(core) > QUOTABLE or not core.isprintable():
        return None
    first = text.index(core)
    return Span(words.id, first, first + len(core))


def _said_in(text: str) -> str:
    """What is left, verbatim, without the hum before it and the hedge behind it; all of it where nothing would be."""
    begun = _HUMMED.match(text)
    core = text[begun.end() :] if begun else text
    hedged = _HEDGED.fullmatch(core)
    if hedged and not _OPEN_END.search(hedged["kept"]):
        core = hedged["kept"]
    core = core.strip(_TRIM)
    return core if len(core) > 1 else text


def span_of(words: Words, evidence: str) -> Span | None:
    """Where in the words the evidence stands."""
    first = words.text.find(evidence) if evidence and len(evidence) <= QUOTABLE else -1
    return Span(words.id, first, first + len(evidence)) if first >= 0 else None


def path_of(shelved: Shelved, heard: Heard) -> str:
    """Where the deck keeps the texts that this reading calls for, `@question/theme.home` for instance."""
    branch = Branch.CHOICE if heard.branch is Branch.ORDER else heard.branch
    name = f"{branch.value}.{heard.key}" if heard.key else branch.value
    return f"@{shelved.question.id}/{name}"
