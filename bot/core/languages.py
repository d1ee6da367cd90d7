"""Languages by their BCP 47 tags: which of those that are spoken serves whom, and what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from bot.core.shelf import Shelf
from bot.core.united import unite
from bot.model.curator import AMONG_US, FROM_MEMBERS
from bot.model.ids import DeckHash, QuestionId
from bot.model.situation import Context, DeckCard, Told, Tongue


def fallen_back(tag: str, there: Iterable[str]) -> str:
    """The one of those that are there which serves a reader of that language: `de-AT` is served by `de-AT`, else by
    `de`; empty where none does."""
    by_plain = {_plain(one): one for one in there}
    subtags = _plain(tag).split("-")
    while subtags and subtags[0]:
        found = by_plain.get("-".join(subtags))
        if found is not None:
            return found
        subtags.pop()
    return ""


def proposed(speaks: str, context: Context) -> str:
    """The first of these languages, by commas, that the bot speaks; empty where it speaks none of them."""
    tags = [tongue.tag for tongue in context.languages]
    return next((found for one in speaks.split(",") if (found := fallen_back(one.strip(), tags))), "")


def meant(said: str, tongues: Sequence[Tongue]) -> Tongue | None:
    """The language that somebody calls so: by its tag, or by a name of it in any of these languages."""
    plain = " ".join(said.casefold().split()).strip(" .:!?")
    for tongue in tongues:
        if plain in (tongue.name.casefold(), *(name.casefold() for name in tongue.also)):
            return tongue
    tag = fallen_back(plain, [tongue.tag for tongue in tongues])
    return next((tongue for tongue in tongues if tongue.tag == tag), None)


def name_of(tag: str, context: Context) -> str:
    """What the language calls itself."""
    served = fallen_back(tag or context.language, [tongue.tag for tongue in context.languages])
    return next((tongue.name for tongue in context.languages if tongue.tag == served), tag or context.language)


def spoken_in(told: Told, context: Context) -> str:
    """What is spoken in a conversation: the group place's language, or the person's, or else the installation's."""
    own = told.language if told.aloud else unite(told.member, told.linked).language
    return own or context.language


def card_in(card: DeckCard, language: str) -> DeckCard:
    """The deck as it is announced to a reader of that language, and in the version that they are asked from; as it was
    written where it is in no language that serves them."""
    if not card.others:
        return card
    served = fallen_back(language, (card.language, *(other.language for other in card.others)))
    other = next((one for one in card.others if one.language == served), None)
    if other is None:
        return card
    return replace(card, hash=other.hash, title=other.title, description=other.description, language=other.language)


def decks_in(context: Context, language: str) -> tuple[DeckCard, ...]:
    """The decks on offer, each as a reader of that language is asked from it; those that are in it come first."""
    cards = [_named(card_in(card, language), context, language) for card in context.decks]
    return tuple(sorted(cards, key=lambda card: not is_read(card, language)))


def _named(card: DeckCard, context: Context, language: str) -> DeckCard:
    """The community's own deck is called what it is called in that language, whatever its questions are in."""
    if card.id != FROM_MEMBERS or card.title != AMONG_US:
        return card
    served = fallen_back(language, [tongue.tag for tongue in context.languages])
    called = next((tongue.among_us for tongue in context.languages if tongue.tag == served), ())
    return replace(card, title=called[0], description=called[1]) if len(called) > 1 else card


def is_read(card: DeckCard, language: str) -> bool:
    """It is in that language, as far as is known."""
    return not card.language or bool(fallen_back(language, (card.language,)))


def version_for(
    context: Context, library: Mapping[DeckHash, Shelf], hash_: DeckHash, question: QuestionId, language: str
) -> DeckHash:
    """The version that shows that question to a reader of that language; the one given where there is no other, or it
    does not have that question with the same choices."""
    shelf = library[hash_]
    card = next((card for card in context.decks if card.id == shelf.deck.id), None)
    if card is None:
        return hash_
    # Somebody else's language may be where this begins, and one's own where the deck was written.
    found = card_in(card, language).hash
    there = library.get(found) if found != hash_ else None
    if there is None or fallen_back(language, (there.deck.language,)) == "" or question not in there.by_id:
        return hash_
    mine, theirs = there.by_id[question].question, shelf.by_id[question].question
    same = [choice.id for choice in mine.choices] == [choice.id for choice in theirs.choices]
    return found if same and mine.kind is theirs.kind else hash_


def _plain(tag: str) -> str:
    return tag.replace("_", "-").casefold()
