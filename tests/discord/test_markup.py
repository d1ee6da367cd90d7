"""Nothing that a person typed becomes markup or a mention: looked at on the wire."""

from __future__ import annotations

import re

import pytest

from bot.adapters.discord.form import title_of
from bot.adapters.discord.outbound import bodies_of, contents_of, escape, nonce_of, text_of
from bot.model.ids import Address, MessageId
from bot.model.message import Button, Paragraph, Part, Role
from tests.discord.conftest import Running
from tests.fakes.discord import DiscordServer

NASTY = (
    "**bold** *stars* _lines_ __under__ ~~gone~~ ||secret|| `code` ```block```",
    "@everyone @here <@1> <@!1> <@&2> <#3> </help:4> <:wave:5> <a:wave:5> <t:0:R> <id:home>",
    "[click](https://evil.example/a_b) <https://evil.example> https://fine.example/page?x=1",
    "# heading\n## second\n-# small\n> quote\n>>> all of it\n- list\n* list\n+ list\n1. first\n2) second",
    "\\*already\\* \\\\ back\\slash \\",
    "𝔘𝔫𝔦 🧑‍🚀 ‮right to left​",
)
MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<>#@]|^(?:[-+]|\d+[.)])\s", re.MULTILINE)


def plain(text: str) -> str:
    """What Discord shows: an escape is what it escapes (its client's rule for `\\`)."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


@pytest.mark.parametrize("nasty", NASTY)
def test_what_was_typed_shows_as_it_was_typed(nasty: str) -> None:
    """Whatever stands in it reads as itself, and no mark of Discord's is left to act."""
    shown = escape(nasty)
    assert plain(shown) == nasty
    assert MARKUP.search(shown) is None


@pytest.mark.parametrize("nasty", NASTY)
async def test_nothing_typed_is_a_mention_on_the_wire(server: DiscordServer, running: Running, nasty: str) -> None:
    """In private and in a guild, nobody is called, whatever the text says; `allowed_mentions` allows none."""
    ada = server.person("Ada")
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    adapter = await running.start()
    part = Part((Paragraph(f"You said: «{nasty}»"),))
    for number, where in enumerate((str(ada.id), f"{lounge.id}#{ada.id}")):
        await adapter.send(Address(where), MessageId(5), part, number)
    assert len(server.sent) == 2
    for message in server.sent:
        assert message.wire["allowed_mentions"] == {"parse": [], "replied_user": False}
        assert not message.pings
        assert message.mentions == []
        assert plain(message.content) == f"You said: «{nasty}»"


def test_in_a_guild_words_are_said_with_our_command() -> None:
    """A word typed as it stands is heard: in a guild nobody is who does not speak to us, in private everybody is."""
    part = Part((Paragraph("Say `my list`"),))
    assert (contents_of(part), contents_of(part, True)) == (["Say `my list`"], ["Say `/nd my list`"])


def test_the_bots_own_marks_are_markup() -> None:
    """Strong, emphasis and words to type are set; a question is bold; what stands in guillemets is not set."""
    part = Part((Paragraph("Say `skip` or *not*, **now** «*mine*»"), Paragraph("Which *tea* is it?", Role.QUESTION)))
    assert text_of(part) == "Say `skip` or *not*, **now** «\\*mine\\*»\n\n**Which *tea* is it?**"


def test_a_text_that_escapes_make_too_long_is_several_messages() -> None:
    """Each fits, none ends within an escape, together they show the text, and the buttons are on the last."""
    part = Part((Paragraph("*_" * 1_000),), (Button("Yes", "0.0.yes"),))
    bodies = bodies_of(part, 0, False)
    assert len(bodies) > 1
    assert all(len(body["content"]) <= 2_000 for body in bodies)
    assert "".join(plain(body["content"]) for body in bodies) == part.text
    assert ["components" in body for body in bodies] == [False] * (len(bodies) - 1) + [True]
    assert len({nonce_of(MessageId(2**62), 3, piece) for piece in range(len(bodies))}) == len(bodies)
    assert len(nonce_of(MessageId(2**62), 30, 9)) <= 25
    assert len(contents_of(Part((Paragraph("x" * 2_000),)))) == 1


def test_a_forms_title_is_the_question() -> None:
    """As it was before it was escaped, in 45 characters."""
    content = text_of(Part((Paragraph("Next"), Paragraph("What's your [tea], *really*?", Role.QUESTION))))
    assert title_of(content).startswith("What's your [tea],")
    assert len(title_of(text_of(Part((Paragraph("why " * 40, Role.QUESTION),))))) <= 45
    assert title_of("First\n\nAnd \\*why\\* tea?") == "And *why* tea?"
    assert title_of("no question here") == "Your answer"
