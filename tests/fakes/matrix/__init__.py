"""A real Matrix homeserver (Synapse, in an environment of its own) and people with plain clients on it."""
