"""A double of Telegram's Bot API server: its rules come from the real server's documents and code, not from a client.

Lives here: the HTTP server (`server`), what it keeps (`world`, `account`, `queue`, `nouns`), its methods (`polling`,
`webhook`, `sending`, `polls`, `rooms`, `commands`), its refusals (`errors`, `validation`, `flood`, `faults`) and the
people on the other side (`people`). Must not live here: anything of `bot`, or of a client library.
Sources in docstrings: [C] the code of tdlib/telegram-bot-api or tdlib/td, [D] core.telegram.org/bots/api,
[I] issue threads, [U] not verified. More in PLATFORM_LIMITS, sections 1.1 and 2.1.
"""
