"""Commands, presses and forms: what must be answered, how, and until when."""

from __future__ import annotations

import discord
import discord.gateway
import discord.http
import pytest
from discord import app_commands

from tests.fakes.discord import Channel, DiscordServer
from tests.fakes.discord.client import Bot, offer, post, running, text_channel


async def test_slash_command(server: DiscordServer, lounge: Channel) -> None:
    """A synced command is offered, its options arrive typed, and its ephemeral answer is for one person."""
    bot = Bot()

    @bot.tree.command(description="ask")
    async def ask(interaction: discord.Interaction, text: str, times: int = 1) -> None:
        await interaction.response.send_message(f"{text} x{times}", ephemeral=True)

    async with running(bot, server):
        await bot.tree.sync()
        ada = server.person("Ada")
        used = await ada.slash("ask", lounge, text="why", times=2)
        assert used.outcome == "message" and used.after is not None and used.after < 3
        assert used.original is not None and used.original.content == "why x2"
        assert used.original.only_for is ada.account and used.original.id not in lounge.messages
        with pytest.raises(LookupError):
            await ada.slash("ask", lounge)
        with pytest.raises(LookupError):
            await ada.slash("unknown", lounge)


async def test_subcommands_and_permissions(server: DiscordServer, lounge: Channel) -> None:
    """Subcommands are called by path; a command for managers is hidden from members."""
    bot = Bot()
    group = app_commands.Group(
        name="deck", description="decks", default_permissions=discord.Permissions(manage_guild=True)
    )

    @group.command(description="show")
    async def show(interaction: discord.Interaction, who: discord.Member) -> None:
        await interaction.response.send_message(who.name)

    bot.tree.add_command(group)
    async with running(bot, server):
        await bot.tree.sync()
        ada = server.person("Ada")
        with pytest.raises(PermissionError):
            await ada.slash("deck show", lounge, who=ada.account)
        used = await server.person("owner").slash("deck show", lounge, who=ada.account)
        assert used.original is not None and used.original.content == "Ada"


async def test_button_press_in_time(server: DiscordServer, lounge: Channel) -> None:
    """A press is answered by a deferred update and an edit of the pressed message."""
    async with running(Bot(), server) as bot:

        async def on_press(interaction: discord.Interaction) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content="Picked", view=None)

        bot.on_press = on_press
        await offer(bot, lounge, "Tea", "Coffee")
        question = server.sent[0]
        pressed = await server.person("Ada").presses("Tea", question)
        await pressed.settled()
        assert pressed.outcome == "deferred update" and pressed.data["custom_id"] == "v1:Tea"
        assert (question.content, question.labels, len(question.edits)) == ("Picked", [], 1)
        with pytest.raises(LookupError):
            await server.person("Ada").presses("Tea", question)


async def test_button_press_too_late(server: DiscordServer, lounge: Channel) -> None:
    """An answer after 3 s is 10062, and the token is void."""
    codes: list[int] = []

    async def on_press(interaction: discord.Interaction) -> None:
        server.clock.advance(3.1)
        for answer in (interaction.response.send_message, interaction.followup.send):
            try:
                await answer("late")
            except discord.NotFound as refusal:
                codes.append(refusal.code)

    async with running(Bot(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Tea")
        pressed = await server.person("Ada").presses("v1:Tea", server.sent[0])
        await server.wait_for(lambda: len(codes) == 2)
        assert (pressed.outcome, codes, pressed.refused, len(server.sent)) == ("failed", [10062, 10015], [10062], 1)


async def test_second_first_answer(server: DiscordServer, lounge: Channel) -> None:
    """A second first answer is 40060, whatever the client remembers."""
    codes: list[int] = []

    async def on_press(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        interaction.response._response_type = None
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as refusal:
            codes.append(refusal.code)

    async with running(Bot(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Tea")
        pressed = await server.person("Ada").presses("Tea", server.sent[0])
        await server.wait_for(lambda: codes)
        assert codes == [40060] and pressed.original is not None and pressed.original.content == "one"


async def test_deferred_answer_and_token_lifetime(server: DiscordServer, lounge: Channel) -> None:
    """A deferred answer is filled by an edit; after 15 minutes the token is 50027."""
    kept: list[discord.Interaction] = []

    async def on_press(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        server.clock.advance(60)
        await interaction.edit_original_response(content="thought about it")
        await interaction.followup.send("and more")
        kept.append(interaction)

    async with running(Bot(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Tea")
        pressed = await server.person("Ada").presses("Tea", server.sent[0])
        await server.wait_for(lambda: kept)
        assert pressed.outcome == "deferred" and pressed.original is not None
        assert [message.content for message in server.sent[1:]] == ["thought about it", "and more"]
        server.clock.advance(900)
        with pytest.raises(discord.HTTPException) as caught:
            await kept[0].followup.send("too late")
        assert (caught.value.status, caught.value.code) == (401, 50027)


async def test_followup_fills_a_deferred_answer(server: DiscordServer, lounge: Channel) -> None:
    """A follow-up right after a deferred answer fills that answer, as Discord documents."""

    async def on_press(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await interaction.followup.send("filled")

    async with running(Bot(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Tea")
        pressed = await server.person("Ada").presses("Tea", server.sent[0])
        await pressed.settled()
        assert pressed.followups == [] and pressed.original is not None
        assert pressed.original.content == "filled" and pressed.original.ephemeral


async def test_modal(server: DiscordServer, lounge: Channel) -> None:
    """A press opens a form; its submission is an interaction of its own, and a form cannot answer a form."""
    got: list[str] = []

    class Form(discord.ui.Modal, title="Tell me"):
        answer: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Why?", custom_id="why", max_length=10)

        async def on_submit(self, interaction: discord.Interaction) -> None:
            got.append(self.answer.value)
            status, body = await post(
                server,
                f"/interactions/{interaction.id}/{interaction.token}/callback",
                {"type": 9, "data": {"title": "x", "custom_id": "x", "components": []}},
            )
            got.append(f"{status} {body['code']}")
            await interaction.response.send_message("thanks")

    async def on_press(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Form())

    async with running(Bot(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Write")
        ada = server.person("Ada")
        pressed = await ada.presses("Write", server.sent[0])
        assert pressed.outcome == "modal" and pressed.modal is not None and pressed.modal["title"] == "Tell me"
        with pytest.raises(ValueError, match="wrong length"):
            await ada.submits_modal(pressed, {"why": "x" * 11})
        sent = await ada.submits_modal(pressed, {"why": "because"})
        assert got == ["because", "400 50035"] and sent.outcome == "message" and sent.original is not None
        assert sent.original.content == "thanks"


async def test_nobody_answers(server: DiscordServer, lounge: Channel) -> None:
    """A press while no client is connected fails and is not replayed to a client that identifies later."""
    async with running(Bot(), server) as bot:
        await offer(bot, lounge, "Tea")
    pressed = await server.person("Ada").presses("Tea", server.sent[0], wait=False)
    assert not pressed.delivered
    server.clock.advance(3.1)
    assert (await server.person("Ada").watches(pressed)).outcome == "failed"


async def test_update_and_stale_press(server: DiscordServer, lounge: Channel) -> None:
    """An update edits the pressed message at once; a stale client's press still arrives with its custom_id."""
    pressed: list[str] = []

    async def on_press(interaction: discord.Interaction) -> None:
        assert interaction.data is not None
        pressed.append(str(interaction.data.get("custom_id")))
        await interaction.response.edit_message(content="updated", view=None)

    async with running(Bot(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Tea")
        question, ada = server.sent[0], server.person("Ada")
        first = await ada.presses("Tea", question)
        again = await ada.presses_custom_id("v1:Tea", question)
        assert (first.outcome, again.outcome, question.content) == ("update", "update", "updated")
        assert pressed == ["v1:Tea", "v1:Tea"] and len(server.sent) == 1


async def test_ephemeral_create_looks_like_a_dm(server: DiscordServer, lounge: Channel) -> None:
    """The event of an ephemeral answer has no guild id (api-docs #4557), and the channel has no such message."""
    own: list[discord.Message] = []

    class Listening(Bot):
        async def on_message(self, message: discord.Message) -> None:
            own.append(message)

    async def on_press(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("for your eyes", ephemeral=True)

    async with running(Listening(), server) as bot:
        bot.on_press = on_press
        await offer(bot, lounge, "Tea")
        pressed = await server.person("Ada").presses("Tea", server.sent[0])
        await server.wait_for(lambda: len(own) == 2)
        assert own[0].guild is not None and own[1].guild is None and pressed.original is not None
        with pytest.raises(discord.NotFound):
            await text_channel(bot, lounge).fetch_message(pressed.original.id)


async def test_select_and_autocomplete(server: DiscordServer, lounge: Channel) -> None:
    """Options are picked by label, and suggestions are asked for while a person types."""
    bot = Bot()

    @bot.tree.command(description="play")
    async def play(interaction: discord.Interaction, deck: str) -> None:
        view = discord.ui.View(timeout=None)
        options = [discord.SelectOption(label="Short", value="s"), discord.SelectOption(label="Long", value="l")]
        view.add_item(discord.ui.Select(custom_id="v1:how", placeholder="How long?", options=options))
        await interaction.response.send_message(deck, view=view)

    @play.autocomplete("deck")
    async def suggest(interaction: discord.Interaction, text: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{text}{end}", value=end) for end in ("one", "two")]

    async def on_press(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.defer()

    bot.on_press = on_press
    async with running(bot, server):
        await bot.tree.sync()
        ada = server.person("Ada")
        assert await ada.types("play", "deck", "x-", lounge) == ["x-one", "x-two"]
        await ada.slash("play", lounge, deck="one")
        picked = await ada.chooses("How long?", ["Long"], server.sent[0])
        assert picked.data["values"] == ["l"] and picked.outcome == "deferred update"
        with pytest.raises(LookupError):
            await ada.chooses("How long?", ["Longer"], server.sent[0])


async def test_view_callback(server: DiscordServer, lounge: Channel) -> None:
    """discord.py's own views are called, and a press in a DM carries the user."""
    names: list[str] = []

    class Question(discord.ui.View):
        @discord.ui.button(label="Yes", custom_id="v1:yes")
        async def yes(self, interaction: discord.Interaction, button: discord.ui.Button[Question]) -> None:
            names.append(interaction.user.name)
            await interaction.response.send_message("ok")

    ada = server.person("Ada")
    ada.joins(server.guild("Lounge"))
    async with running(Bot(), server) as bot:
        user = await bot.fetch_user(ada.id)
        await user.send("Well?", view=Question(timeout=None))
        assert (await ada.presses("Yes", server.sent[0])).outcome == "message"
        assert names == ["Ada"] and [message.content for message in server.sent_to(ada.dm)] == ["Well?", "ok"]
