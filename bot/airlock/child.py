"""The process that reads a file for `airlock`: a request and the file on stdin, the report on stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from bot.airlock import SHOWN, Outcome, Request
from bot.airlock.limits import limit
from bot.core.proof import prove
from bot.decks.brought import Brought, Library, bring
from bot.decks.brought.reporting import report_of
from bot.decks.diagnostic import finding, shown
from bot.decks.remarks import ENGLISH, Sentences, remark
from bot.model.deck import Choice, Deck, Question
from bot.written import decode, encode


def main() -> None:
    """The report is on stdout; or the process has ended at one of its limits."""
    stdin = sys.stdin.buffer
    request = msgspec.json.decode(stdin.read(int.from_bytes(stdin.read(8), "big")), type=Request)
    limit(request.allowance)
    decks = [decode(stdin.read(size)) for size in request.decks]
    data = stdin.read()
    brought = bring(data, request.name, Library(request.questions, dict(request.labels), decks))
    del data
    brought = proved(brought)
    if request.report:
        _write_outcome(brought, decks, Sentences(request.sentences))
    else:
        sys.stdout.buffer.write(msgspec.json.encode(brought))


def _write_outcome(brought: Brought, decks: list[Deck], sentences: Sentences) -> None:
    outcome, body = outcome_of(brought, decks, sentences)
    head = msgspec.json.encode(outcome)
    sys.stdout.buffer.write(len(head).to_bytes(8, "big") + head)
    sys.stdout.buffer.write(body)


def outcome_of(brought: Brought, decks: Sequence[Deck], sentences: Sentences = ENGLISH) -> tuple[Outcome, bytes]:
    """What is said of it in these sentences, beside these decks on offer; and the deck encoded, empty for none."""
    deck = brought.deck
    before = next((one for one in decks if deck and one.id == deck.id), None)
    report = report_of(
        brought.file, brought.format, brought.questions, deck, brought.findings, brought.flat, before, sentences
    )
    if deck is None:
        return Outcome(report), b""
    first = tuple(bare(question) for question in deck.questions[:SHOWN])
    return Outcome(report, tuple(question.id for question in deck.questions), first, deck.version), encode(deck)


def bare(question: Question) -> Question:
    """As much of it as is seen before anybody answers."""
    choices = tuple(Choice(one.id, one.label) for one in question.choices)
    return Question(question.id, question.kind, question.text, question.depth, choices=choices, scale=question.scale)


def proved(brought: Brought) -> Brought:
    """The same, with every sample answer that does not find its branch."""
    if brought.deck is None:
        return brought
    misses = [
        finding(
            brought.file,
            (0, 0),
            "hears",
            remark(
                "{sample} must find {wanted}, and finds {found}: {question}",
                sample=shown(miss.sample),
                wanted=miss.wanted,
                found=miss.found.name,
                question=shown(miss.question),
            ),
        )
        for miss in prove(brought.deck)
    ]
    if not misses:
        return brought
    return msgspec.structs.replace(brought, deck=None, findings=(*brought.findings, *misses[:500]))


if __name__ == "__main__":
    main()
