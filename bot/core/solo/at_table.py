"""What a member does at a table: answers a card, talks to the others, wishes for the next, and says who may write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core import guard
from bot.core.commands import AT_A_TABLE, Command, Said
from bot.core.draft import Draft, replace
from bot.core.shelf import Shelved
from bot.core.solo import answering, beside, counting, enclosing, moving
from bot.core.solo.options import DECK
from bot.core.solo.seating import go_on, rise, show_card
from bot.core.tokens import COMMAND, NO_ROUND, Pressed
from bot.hearing import assent
from bot.model.deck import Kind
from bot.model.effect import Tell
from bot.model.enclosure import Enclosed
from bot.model.event import MessageReceived, Words
from bot.model.figures import Happened
from bot.model.heard import Branch, Heard
from bot.model.ids import WordsId
from bot.model.message import Role
from bot.model.record import AnswerGiven, WordsAddressed
from bot.model.state import Ask, Open, Phase, Seated
from bot.model.tiding import CardAnswered, Decided, SpokeUp, Stage, Wish, Wished
from bot.model.tiding import Said as SaidAtTable


def is_command(draft: Draft, command: Command) -> bool:
    """Whether that word, without a slash, is a command here: some are answers, or meant for the others."""
    seated = draft.state.seated
    if command is Command.WHO:
        return seated is None or seated.stage is not Stage.TALKING
    if command not in AT_A_TABLE or seated:
        return True
    # What was said at the table that is over can still be answered for.
    return bool(draft.state.parted) and command is not Command.LEAVE and draft.state.phase is not Phase.ASKING


def obeys(draft: Draft, said: Said) -> bool:
    """At a table that word means something of its own, and it has been done; False for a word like anywhere."""
    seated = draft.state.seated
    if draft.state.phase is Phase.NAMING and said.command is Command.SKIP:
        go_on(draft)
        return True
    if seated is None or draft.state.phase is not Phase.SEATED:
        return False
    if said.command in _WISHES:
        _wish(draft, seated, said)
    elif said.command in _WAITS:
        draft.must_say("table.first-leave")
    elif said.command is Command.RESUME:
        draft.change_member(paused_until=0)
        show_where_it_stands(draft)
    else:
        return False
    return True


_WISHES: Final = {
    Command.SKIP: Wish.SKIP,
    Command.NEVER: Wish.SKIP,
    Command.LIGHTER: Wish.LIGHTER,
    Command.DEEPER: Wish.DEEPER,
}
_WAITS: Final = frozenset({
    Command.DECKS, Command.START, Command.AGAIN, Command.STAY, Command.SHARE, Command.UNSHARE, Command.TAKE_BACK,
    Command.MY_LIST, Command.TOLD,
})  # fmt: skip


def show_where_it_stands(draft: Draft) -> None:
    """Back at the table: the card that lies there, or what the table waits for."""
    seated = draft.state.seated
    if seated and seated.stage is Stage.ANSWERING and draft.state.open:
        draft.must_say("table.back")
        show_card(draft)
    else:
        draft.must_say("table.here")


def _wish(draft: Draft, seated: Seated, said: Said) -> None:
    wish = _WISHES[said.command]
    opened = draft.state.open
    if seated.stage in (Stage.PARTING, Stage.CONTACT):
        _decide(draft, agreed=False)
        return
    if seated.stage is Stage.WAITING:
        draft.must_say("table.wish-later")
        return
    if wish is Wish.SKIP and seated.stage is Stage.TALKING:
        wish = Wish.NEXT
    elif wish is Wish.SKIP and opened and opened.ask is Ask.CARD:
        shelved = draft.shelf.by_id[opened.question]
        never = said.command is Command.NEVER
        counting.passed(draft, shelved, opened, Happened.NEVER if never else Happened.SKIPPED)
        if never:
            draft.never_again(shelved.number)
    if wish is Wish.LIGHTER:
        draft.lower_ceiling()
    elif wish is Wish.DEEPER:
        draft.set_ceiling(draft.member.ceiling + 1)
    draft.do(Tell(seated.table, Wished(draft.member.id, wish, seated.nth)))


def typed(draft: Draft, event: MessageReceived) -> None:
    """What was typed goes where the table is: into the answer, to the others, or nowhere yet."""
    seated = draft.state.seated
    if seated is None:
        draft.change(phase=Phase.RESTING)
        return
    if not event.words.text.strip() and not event.media:
        draft.must_say("empty")
        return
    if enclosing.is_asked_for(seated, event.words.means or event.words.text):
        _show(draft, seated)
        return
    BY_STAGE[seated.stage](draft, event)


def _show(draft: Draft, seated: Seated) -> None:
    """What lay covered, and the card that still waits for an answer."""
    enclosing.show(draft, seated)
    if seated.stage is Stage.ANSWERING:
        show_where_it_stands(draft)


def _wait(draft: Draft, event: MessageReceived) -> None:
    draft.must_say("table.nothing-carried")


def _answer(draft: Draft, event: MessageReceived) -> None:
    opened = draft.state.open
    if opened is None:
        _wait(draft, event)
        return
    shelved = draft.shelf.by_id[opened.question]
    heard = shelved.kind.read(shelved.ears, event.words.text, event.media, again=opened.again)
    if heard.branch is Branch.MEDIA or not event.words.text.strip():
        _answer_without_words(draft, event, shelved, opened)
    elif heard.branch is Branch.NEAR_MISS:
        moving.replace_open(draft, again=True)
        draft.must_say("near-miss", role=Role.FOLLOW_UP)
        moving.offer_answers(draft, shelved, opened)
    elif heard.branch in _BESIDE and event.enclosed is None and not (opened.again and beside.may_be_meant(heard)):
        _reply_beside(draft, shelved, opened, heard)
    elif _may_pass(draft, event.words.text):
        _keep(draft, shelved, opened, heard, event.words, enclosed=enclosing.keep(draft, event))


_BESIDE: Final = frozenset({Branch.REMARK, Branch.PUZZLED, Branch.QUESTION_BACK})
"""What is asked of the bot, and no answer to lay face down before the others."""


def _reply_beside(draft: Draft, shelved: Shelved, opened: Open, heard: Heard) -> None:
    if heard.key == beside.AGAIN:
        show_where_it_stands(draft)
        return
    if heard.branch is Branch.PUZZLED:
        draft.must_say("answer.puzzled")
    elif heard.branch is Branch.QUESTION_BACK or heard.key == "others":
        draft.must_say("table.they-too")
    elif heard.key == "readers":
        draft.must_say("table.readers", operator=draft.situation.context.operator)
    else:
        draft.must_say(f"remark.{heard.key}")
    if beside.may_be_meant(heard):
        opened = moving.replace_open(draft, again=True)
    moving.offer_answers(draft, shelved, opened)


def _answer_without_words(draft: Draft, event: MessageReceived, shelved: Shelved, opened: Open) -> None:
    """A photo or a voice message answers an open question, face down like any answer; a choice has to be said."""
    if event.enclosed is None or shelved.question.kind is not Kind.OPEN:
        draft.must_say("table.only-words")
    elif enclosed := enclosing.keep(draft, event):
        _keep(draft, shelved, opened, Heard(Branch.MEDIA), event.words, enclosed=enclosed)


def _keep(
    draft: Draft,
    shelved: Shelved,
    opened: Open,
    heard: Heard,
    words: Words,
    label: str = "",
    enclosed: Enclosed | None = None,
) -> None:
    """The answer is the member's own, like any other; the table hears that it is in. `label` is what was pressed."""
    seated = draft.state.seated
    if seated is None:
        return
    key = (heard.key or heard.branch.value) if heard.branch in answering.COUNTED else ""
    counts = bool(key) and opened.counts
    draft.record(AnswerGiven(opened.round, shelved.number, heard.branch.value, key, words.id, counts=counts))
    if counts:
        draft.set_counted(shelved.number, True)
    if seated.stage is Stage.ANSWERING:
        counting.answered(draft, shelved, opened, heard, words.text)
    if heard.branch is Branch.CHOICE and words.text:
        meant = next((choice.label for choice in shelved.question.choices if choice.id == heard.key), "")
        label = meant if len(words.text) <= len(meant) + 2 else ""
    said = SaidAtTable(words.id if words.text else NO_WORDS, len(words.text), label, enclosed)
    draft.do(Tell(seated.table, CardAnswered(draft.member.id, seated.nth, said)))
    draft.change(last=opened, seated=replace(seated, stage=Stage.WAITING))


def _talk(draft: Draft, event: MessageReceived) -> None:
    seated = draft.state.seated
    if seated is None or not _may_pass(draft, event.words.text):
        return
    if guard.flooding(seated.lines, draft.now):
        draft.must_say("table.slower")
        return
    draft.change(seated=replace(seated, lines=guard.relayed(seated.lines, draft.now)))
    if event.words.text:
        draft.record(WordsAddressed(event.words.id, seated.table))
    enclosed = enclosing.keep(draft, event, seated.table)
    words = event.words.id if event.words.text else NO_WORDS
    said = SaidAtTable(words, len(event.words.text), enclosed=enclosed)
    draft.do(Tell(seated.table, SpokeUp(draft.member.id, said, event.media)))


NO_WORDS: Final = WordsId(0)


def _may_pass(draft: Draft, text: str) -> bool:
    """Links, mentions and contact details wait until all have said yes; the member is told, and nobody else."""
    if (reason := guard.held_back(text)) is None:
        return True
    draft.must_say("table.held-back", what=reason.value)
    return False


def _part(draft: Draft, event: MessageReceived) -> None:
    agreed = assent(event.words.text, draft.language)
    if agreed is None:
        draft.must_say("table.yes-or-no", role=Role.FOLLOW_UP)
    else:
        _decide(draft, agreed)


def _decide(draft: Draft, agreed: bool) -> None:
    """A yes asks by what; a no is noted, and nobody learns of it."""
    seated = draft.state.seated
    if seated is None:
        return
    if agreed:
        draft.change(seated=replace(seated, stage=Stage.CONTACT))
        draft.must_say("table.by-what", role=Role.FOLLOW_UP)
        return
    draft.do(Tell(seated.table, Decided(draft.member.id, yes=False)))
    draft.must_say("table.noted")
    rise(draft)


def _contact(draft: Draft, event: MessageReceived) -> None:
    seated = draft.state.seated
    text = event.words.text
    if seated is None:
        return
    if not text.strip() or len(text) > LONGEST_CONTACT:
        draft.must_say("table.by-what.short", role=Role.FOLLOW_UP, limit=LONGEST_CONTACT)
        return
    if assent(text, draft.language) is False:
        _decide(draft, agreed=False)
        return
    draft.do(Tell(seated.table, Decided(draft.member.id, True, SaidAtTable(event.words.id, len(text)))))
    draft.must_say("table.noted-yes")
    rise(draft)


LONGEST_CONTACT: Final = 200
BY_STAGE: Final[dict[Stage, Callable[[Draft, MessageReceived], None]]] = {
    Stage.WAITING: _wait,
    Stage.ANSWERING: _answer,
    Stage.TALKING: _talk,
    Stage.PARTING: _part,
    Stage.CONTACT: _contact,
}


def is_for_here(pressed: Pressed | None) -> bool:
    """At a table that button is the table's, or leads away from it; what is left means the same anywhere."""
    if pressed is None or pressed.round != NO_ROUND:
        return True
    return pressed.key == _RESUME or pressed.key.startswith(COMMAND + DECK)


_RESUME: Final = f"{COMMAND}resume"


def pressed(draft: Draft, pressed: Pressed | None) -> None:
    """A button of the table's, or of the card's; one of an older card says that it is old."""
    seated, opened = draft.state.seated, draft.state.open
    if pressed is None or seated is None:
        draft.must_say("old-button")
    elif pressed.round == NO_ROUND:
        obeys(draft, Said(Command.RESUME if pressed.key == _RESUME else Command.DECKS))
    elif int(pressed.round) == seated.table and pressed.key == enclosing.SHOW:
        # Also under a card that is not the newest: what was offered with it still is.
        _show(draft, seated)
    elif int(pressed.round) == seated.table and pressed.part == seated.nth:
        _pressed_at_table(draft, seated, pressed.key.removeprefix(COMMAND))
    elif opened and pressed.round == opened.round and opened.ask is Ask.CARD and seated.stage in _CHANGEABLE:
        _pressed_answer(draft, opened, pressed.key)
    else:
        draft.must_say("old-button")


_CHANGEABLE: Final = frozenset({Stage.ANSWERING, Stage.WAITING})


def _pressed_at_table(draft: Draft, seated: Seated, key: str) -> None:
    if key == "next" and seated.stage is Stage.TALKING:
        draft.do(Tell(seated.table, Wished(draft.member.id, Wish.NEXT, seated.nth)))
    elif key == "yes" and seated.stage is Stage.PARTING:
        _decide(draft, agreed=True)
    elif key == "no" and seated.stage in (Stage.PARTING, Stage.CONTACT):
        _decide(draft, agreed=False)
    else:
        draft.must_say("old-button")


def _pressed_answer(draft: Draft, opened: Open, key: str) -> None:
    shelved = draft.shelf.by_id[opened.question]
    if key == f"{COMMAND}skip":
        obeys(draft, Said(Command.SKIP))
    elif label := dict(shelved.kind.offer(shelved.question)).get(key):
        heard = shelved.kind.press(shelved.ears, key)
        _keep(draft, shelved, opened, heard, answering.NOTHING_TYPED, label)
    else:
        draft.must_say("old-button")
