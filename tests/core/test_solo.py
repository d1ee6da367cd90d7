"""What holds for every conversation alone with the bot, whatever the member does and whatever the deck is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.selection import HEAVY
from bot.core.shelf import Shelf
from bot.core.situation import Step
from bot.core.solo import step
from bot.core.tokens import CHIP, COMMAND, read_token, token
from bot.model.deck import Kind
from bot.model.effect import Ask, Say
from bot.model.event import Arrived, ChoicePressed, MessageReceived, TimerFired, Words
from bot.model.heard import Branch
from bot.model.ids import QuestionId, WordsId
from bot.model.message import Role
from bot.model.record import AnswerGiven, MemberForgotten
from bot.model.state import Phase, Solo
from bot.rendering.fit import number_the_answers
from bot.rendering.render import Voice, render
from tests.core.world import LABELS, PROMPTS, World, asked, deck_of, question, shelf_of, shown

HOUR: Final = 3_600_000
ANSWERS: Final = (
    "the ferry at six", "my gran's blue kettle", "tiger", "bluebird", "not the tiger", "both", "neither",
    "it depends", "3", "5", "99", "2 1 3", "hedgehog, tiger, bluebird", "idk", "haha", "and you?", "done", "later",
    "they sold it", "my dog died last year", "je ne sais pas pourquoi, mais c'est ma grand-mère", "the thing", "2",
    "a boat", "the fridge", "", "  ", "x" * 300, "I want to die", "start with the edges", "deck chairs", "1",
)  # fmt: skip
WORDS: Final = (
    "skip", "never", "deeper", "lighter", "pause 3 days", "resume", "stop", "share", "unshare", "take that back",
    "told", "my list", "decks", "what do you know about me", "forget me", "help", "again", "stay", "yes", "no",
    "start", "maybe", "Generated", "other", "not yet", "who are you",
)  # fmt: skip
PRESSES: Final = (
    "old", "junk", "0.0.!yes", "0.0.!no", "0.0.!told", "0.0.!not-yet", "0.0.!nonsense", "0.0.!forget-yes",
    "0.0.!deck " + "other-".ljust(40, "x"),
)  # fmt: skip
typed = st.sampled_from(ANSWERS) | st.sampled_from(WORDS)
moves = st.one_of(
    typed.map(lambda text: ("say", text)),
    st.sampled_from(ANSWERS[:20]).map(lambda text: ("say", text)),
    st.integers(0, 9).map(lambda n: ("press", str(n))),
    st.sampled_from(PRESSES).map(lambda token: ("raw", token)),
    st.sampled_from([0, 1, 9, 50]).map(lambda hours: ("wait", str(hours))),
    st.just(("arrive", "")),
    st.just(("fire", "check-in")),
    st.just(("photo", "")),
)
scripts = st.lists(moves, max_size=40)


def saying(*texts: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Scripts of nothing but these."""
    return st.lists(st.sampled_from(texts).map(lambda text: ("say", text)), min_size=10, max_size=40)


kinds = st.sampled_from(list(Kind))


@st.composite
def shelves(draw: st.DrawFn) -> tuple[Shelf, ...]:
    """One or two small decks of any kinds and depths."""
    made: list[Shelf] = []
    for first, id_ in ((1, "generated"), (100, "other"))[: draw(st.integers(1, 2))]:
        drawn = draw(st.lists(st.tuples(kinds, st.integers(1, 5), st.booleans()), min_size=1, max_size=9))
        questions = tuple(
            question(number, kind, depth, ("loss",) if grave else ())
            for number, (kind, depth, grave) in enumerate(drawn)
        )
        arc = tuple(draw(st.lists(st.integers(1, 5), min_size=3, max_size=6)))
        made.append(shelf_of(deck_of(questions, arc, id_), first))
    return tuple(made)


worlds = st.builds(
    World,
    shelves(),
    reaches=st.booleans(),
    chance=st.integers(0, 2**63 - 1),
    quote=st.sampled_from([(WordsId(0), 0), (WordsId(9_999), 12)]),
)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def perform(world: World, move: tuple[str, str]) -> Step[Solo] | None:
    """The step that comes of one move; None where only time passes."""
    what, which = move
    match what:
        case "say":
            return world.say(which)
        case "press":
            return _press(world, int(which))
        case "raw":
            return world.press(which)
        case "wait":
            world.now += int(which) * HOUR
            return None
        case "arrive":
            return world.arrive()
        case "photo":
            return world.feed(MessageReceived(Words(WordsId(world.events + 1)), media="photo"))
        case _:
            return world.fire(which)


def _press(world: World, position: int) -> Step[Solo] | None:
    """One of the newest message's buttons, if it has any."""
    for _event, made in reversed(world.steps):
        for effect in reversed(shown(made)):
            if effect.options:
                return world.press(effect.options[position % len(effect.options)].token)
    return None


def play(world: World, script: list[tuple[str, str]], check: Callable[[World, Solo, Step[Solo]], None]) -> None:
    """The script, with `check` after every step."""
    for move in script:
        before = world.state
        made = perform(world, move)
        if made is not None:
            check(world, before, made)


def _depth(world: World, id_: QuestionId) -> int:
    return world.shelf.by_id[id_].question.depth


@quick
@given(worlds, scripts | saying("never", "again", "skip", "the harbour", "yes", "deeper"))
def test_ceiling_repeats_and_never(world: World, script: list[tuple[str, str]]) -> None:
    """Nothing above the ceiling is asked, nothing twice before `again` or `forget me`, and nothing struck off."""
    seen: set[int] = set()

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        event = world.steps[-1][0]
        again = isinstance(event, MessageReceived) and event.words.text == "again"
        forgotten = any(isinstance(record, MemberForgotten) for record in made.records)
        if again or forgotten:
            seen.clear()
        id_ = asked(made, before)
        if id_ is not None:
            number = world.shelf.by_id[id_].number
            assert _depth(world, id_) <= world.member.ceiling
            assert number not in seen
            assert number not in _bits(world.member.never)
        seen.update(_bits(world.member.asked))
        assert forgotten or seen == _bits(world.member.asked)

    world.begin()
    seen.update(_bits(world.member.asked))
    play(world, script, check)


def _bits(hex_: str) -> set[int]:
    number = int(hex_, 16)
    return {position for position in range(number.bit_length()) if number >> position & 1}


@settings(quick, max_examples=200)
@given(worlds, scripts | saying("skip", "the harbour", "deeper", "skip", "yes"), st.integers(3, 5))
def test_a_skip_leads_down(world: World, script: list[tuple[str, str]], ceiling: int) -> None:
    """After a skip comes something lighter, or the lightest there is; two heavy ones never follow each other then."""
    world.member = msgspec.structs.replace(world.member, ceiling=ceiling)

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        event = world.steps[-1][0]
        id_ = asked(made, before)
        same_deck = before.deck == made.state.deck and before.evening.began == made.state.evening.began
        if id_ is None or not before.evening.depth or not same_deck:
            return
        depth, last = _depth(world, id_), before.evening.depth
        if isinstance(event, MessageReceived) and event.words.text == "skip":
            gone = _bits(world.member.asked) | _bits(world.member.never)
            left = [entry.question for entry in world.shelf.questions if entry.number not in gone]
            lighter = [one.depth for one in left if one.kind is not Kind.MISSION and "loss" not in one.tags]
            assert depth < last or depth <= min([*lighter, depth])
        if made.state.evening.skipped and before.evening.skipped:
            assert not (depth >= HEAVY and last >= HEAVY)

    world.begin()
    play(world, script, check)


@quick
@given(worlds, scripts, st.sampled_from(["I want to die", "i don't want to live anymore"]))
def test_nothing_is_asked_after_distress(world: World, script: list[tuple[str, str]], words: str) -> None:
    """After distress no question comes, of any sort, until the member asks for one with a word that does."""
    asking = {"resume", "again", "decks", "start", "Generated", "other", "yes", "help"}
    world.begin()
    made = world.say(words)
    assert made.state.phase is Phase.QUIET
    assert not _asks(made)
    for move in script:
        if move[0] in ("press", "raw") or (move[0] == "say" and move[1] in asking | {"forget me"}):
            continue
        after = perform(world, move)
        assert after is None or not _asks(after)


def _asks(made: Step[Solo]) -> bool:
    """It asks something, of whatever sort, or offers something to press."""
    lines = [line for effect in shown(made) for line in effect.lines]
    asking = any(line.role in (Role.QUESTION, Role.FOLLOW_UP) for line in lines)
    return asking or made.state.open is not None or any(effect.options for effect in shown(made))


@quick
@given(worlds, scripts | saying("stop", "resume", "hello", "forget me", "yes", "I want to die", "decks", "again"))
def test_nothing_is_asked_of_a_stranger(world: World, script: list[tuple[str, str]]) -> None:
    """No question of a deck comes before the member has been told who speaks here."""

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        if made.state.open is not None or made.state.phase is Phase.CHOOSING:
            assert world.member.greeted_at

    play(world, script, check)


@quick
@given(worlds, scripts | saying("forget me", "yes", "help", "the harbour"))
def test_only_a_direct_yes_forgets(world: World, script: list[tuple[str, str]]) -> None:
    """Nobody is forgotten but by the yes that comes right after "Are you sure?"; a glance may lie between."""
    sure = False

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        nonlocal sure
        forgotten = any(isinstance(record, MemberForgotten) for record in made.records)
        assert sure or not forgotten
        said = [line.name for effect in shown(made) for line in effect.lines]
        sure = "forget.sure" in said or (sure and not said)

    world.begin()
    play(world, script, check)


@quick
@given(worlds, scripts)
def test_no_wording_twice_in_an_evening(world: World, script: list[tuple[str, str]]) -> None:
    """A wording comes again in one sitting only where the moment has to be said and all its wordings have been."""
    said: dict[tuple[int, str], list[int]] = {}

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        for effect in shown(made):
            for line in effect.lines:
                if line.name[0] == "@" or line.name == "who-sees":
                    continue
                earlier = said.setdefault((made.state.evening.began, line.name), [])
                every = PROMPTS.counts[line.name]
                carried = before.open is not None and line == before.open.line
                if line.variant in earlier and not carried:
                    assert len(set(earlier)) >= every, f"{line.name} {line.variant} came again too early"
                earlier.append(line.variant)

    world.begin()
    said.clear()
    for _event, made in world.steps:
        check(world, Solo(), made)
    play(world, script, check)


@quick
@given(worlds, st.integers(0, 8), scripts | saying("tiger", "a boat", "2", "the harbour", "skip"))
def test_counts_wait_for_five_and_for_an_answer(world: World, others: int, script: list[tuple[str, str]]) -> None:
    """No number of others is shown below five members, and nothing of others before one's own answer is in."""
    numbers = [entry.number for shelf in world.shelves for entry in shelf.questions]
    keys = (LABELS[0][1], "boats", "1-3")
    world.others = {number: {key: (others + at) // 3 for at, key in enumerate(keys)} for number in numbers}

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        answered = [record for record in made.records if isinstance(record, AnswerGiven) and record.part == 0]
        for effect in shown(made):
            for line in effect.lines:
                gaps = dict(line.gaps)
                if "all" in gaps:
                    everybody = gaps["all"]
                    assert isinstance(everybody, int) and everybody >= 5
                if "all" in gaps or line.name == "quote":
                    assert answered, "something of others was shown to somebody who had not answered"

    world.begin()
    play(world, script, check)


@quick
@given(worlds, scripts)
def test_nobody_is_left_without_a_reply(world: World, script: list[tuple[str, str]]) -> None:
    """Whatever a person types or presses is answered; only pressing the same choice again changes and says nothing."""

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        event = world.steps[-1][0]
        if isinstance(event, Arrived | TimerFired):
            return
        if isinstance(event, ChoicePressed) and not shown(made):
            pressed = read_token(event.token)
            assert pressed is not None and not pressed.key.startswith((COMMAND, CHIP))
            assert any(one.choice == pressed.key for one in before.evening.chosen)
            return
        assert shown(made), f"no reply to {event}"
        assert all(effect.lines for effect in shown(made))

    play(world, script, check)


@quick
@given(worlds, scripts)
def test_tokens_fit_everywhere_and_say_what_they_are(world: World, script: list[tuple[str, str]]) -> None:
    """Every button carries at most 64 bytes, which read back as a round, a part and a key."""

    def check(world: World, before: Solo, made: Step[Solo]) -> None:
        for effect in shown(made):
            for option in effect.options:
                assert len(option.token.encode()) <= 64
                pressed = read_token(option.token)
                assert pressed and token(pressed.round, pressed.part, pressed.key) == option.token

    play(world, script, check)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds, st.lists(moves, min_size=20, max_size=30) | saying("long", "again", "deeper", "take that back"))
def test_a_state_stays_small(world: World, script: list[tuple[str, str]]) -> None:
    """After 300 events of any sort a state is written down in less than 4 KiB."""
    world.begin()
    words = [f"the {'abcdefghij'[number % 10] * 12}stone{'klmno'[number // 10 % 5]}" for number in range(50)]
    for turn in range(300 // len(script) + 1):
        long = " and ".join(words[turn % 40 :])[:400]
        play(world, [(what, long if text == "long" else text) for what, text in script], lambda *_all: None)
        assert len(msgspec.json.encode(world.state)) < 4096


def test_a_diligent_state_stays_small() -> None:
    """Somebody who answers everything at length, with a callback to each, for 300 events, fits as well."""
    questions = tuple(question(number, Kind.OPEN, 1 + number % 2) for number in range(40))
    world = World((shelf_of(deck_of(questions, (1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2))),), chance=5)
    world.begin()
    largest = 0
    for turn in range(300):
        many = " and ".join(f"{'abcdefghijklmnopqrst'[(turn + at) % 20] * 6}stone" for at in range(20))
        world.say(many if turn % 2 else f"my {'abcdefghijklmnopqrst'[turn % 20] * 9}stone by the harbour")
        if world.state.phase is not Phase.ASKING:
            world.say("again" if turn % 2 else "yes")
        size = len(msgspec.json.encode(world.state))
        largest = max(largest, size)
        assert size < 4096
    assert largest > 2_000, "the proof has become too easy"


@quick
@given(worlds, scripts)
def test_a_step_is_a_function(world: World, script: list[tuple[str, str]]) -> None:
    """The same arguments give the same step, and are what they were afterwards."""
    for move in script:
        before, events = world.state, world.events
        written = msgspec.json.encode(before)
        if perform(world, move) is None or world.events == events:
            continue
        event, made = world.steps[-1]
        assert msgspec.json.encode(before) == written
        assert world.last_situation is not None
        assert step(before, event, world.last_situation) == made


@quick
@given(worlds, st.integers(0, 5), st.integers(0, 5))
def test_what_is_offered_reads_back_as_itself(world: World, position: int, skips: int) -> None:
    """Typed as its number or its label, as on a platform without buttons, an offered answer is the answer it is."""
    world.begin()
    for _skip in range(skips):
        world.say("skip")
    effects = [effect for effect in shown(world.steps[-1][1]) if effect.options]
    if not effects or world.state.open is None:
        return
    loud = [option for option in effects[-1].options if not option.quiet]
    if not loud:
        return
    chosen = position % len(loud)
    texts = {shelf.hash: shelf.texts for shelf in world.shelves}
    buttons = [one for one in render(effects[-1], Voice(PROMPTS, texts), {}).buttons if not one.quiet]
    pressed = _fork(world).press(loud[chosen].token)
    by_label = _fork(world).say(buttons[chosen].label)
    assert _read(by_label) == _read(pressed)
    if len(loud) > 1 and not buttons[0].label.isdigit():
        assert number_the_answers((), tuple(buttons))[chosen].text.lstrip().startswith(str(chosen + 1))
        assert _read(_fork(world).say(str(chosen + 1))) == _read(pressed) or _is_rank(world)


def _is_rank(world: World) -> bool:
    opened = world.state.open
    return opened is not None and world.shelf.by_id[opened.question].question.kind is Kind.RANK


def _fork(world: World) -> World:
    return World(
        world.shelves, world.others, world.reaches, world.quote, world.now, world.chance, world.events, world.state,
        world.member, dict(world.answers),
    )  # fmt: skip


def _read(made: Step[Solo]) -> list[tuple[str, str]]:
    records = [record for record in made.records if isinstance(record, AnswerGiven)]
    return [(Branch.CHOICE.value if one.branch == Branch.ORDER.value else one.branch, one.key) for one in records]


def test_messages_end_with_their_question() -> None:
    """A message asks at most once, and at its end."""
    world = World((shelf_of(deck_of(tuple(question(n, Kind.OPEN, 1) for n in range(6)))),))
    world.begin()
    for text in ("the harbour", "a kettle", "skip", "idk", "the boat", "told", "share"):
        for effect in shown(world.say(text)):
            assert isinstance(effect, Say | Ask)
            roles = [line.role.value for line in effect.lines]
            assert sum(role in ("question", "follow-up") for role in roles) <= 1
