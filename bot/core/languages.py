"""Languages by their BCP 47 tags: which of those that are spoken serves whom, and what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.united import unite
from bot.model.situation import Context, Told, Tongue


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


def _plain(tag: str) -> str:
    return tag.replace("_", "-").casefold()
