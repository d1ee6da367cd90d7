"""A double of Discord: REST v10 and gateway v10 on a real loopback socket, for the real discord.py.

Its semantics are Discord's documentation's (repository discord/discord-api-docs, folder `developers/`), not what the
client happens to do. A fact that Discord does not publish is marked as a guess where it stands.

Point discord.py at it before a client is made:

    discord.http.Route.BASE = server.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)

discord.py 2.7.1 never asks GET /gateway/bot before it connects; it goes to DEFAULT_GATEWAY, and to the
`resume_gateway_url` of READY for a RESUME.
"""

from tests.fakes.discord.errors import ApiError, error
from tests.fakes.discord.model import Channel, Guild, Interaction, Message
from tests.fakes.discord.people import Person
from tests.fakes.discord.places import Place
from tests.fakes.discord.server import DiscordServer
from tests.fakes.discord.threaded import ThreadedDiscord

__all__ = [
    "ApiError",
    "Channel",
    "DiscordServer",
    "Guild",
    "Interaction",
    "Message",
    "Person",
    "Place",
    "ThreadedDiscord",
    "error",
]
