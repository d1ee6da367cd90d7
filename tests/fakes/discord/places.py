"""A guild as a test names it."""

from __future__ import annotations

from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import PERMISSIONS, Account, Channel, Guild


class Place:
    """A guild: `place.channel("general")` is its text channel of that name."""

    def __init__(self, hub: Hub, guild: Guild) -> None:
        self._hub = hub
        self.guild = guild

    @property
    def id(self) -> int:
        return self.guild.id

    def channel(self, name: str) -> Channel:
        """The text channel of this name, made if there is none."""
        for channel in self.guild.channels.values():
            if channel.name == name and not channel.is_thread:
                return channel
        return self._hub.add_channel(self.guild, name)

    def role(self, name: str) -> int:
        """The id of the role of this name, made if there is none."""
        for id_, known in self.guild.roles.items():
            if known == name:
                return id_
        id_ = self._hub.ids.strike()
        self.guild.roles[id_] = name
        return id_

    def appoint(self, who: Account, name: str, *permissions: str) -> None:
        """She has the role of this name, and it has these permissions (names as in `model.PERMISSIONS`)."""
        role = self.role(name)
        self.guild.powers[role] = sum(PERMISSIONS[one] for one in permissions)
        self._hub.join(self.guild, who).roles.append(role)

    @property
    def bot_role(self) -> int:
        """The role that Discord made for the bot here."""
        return next(iter(self.guild.managed))
