"""A community that lives in virtual time: people with simple habits, a real engine over a real file, and trouble.

- What lives here: the people and their habits, the world with its clock and its faults, and the checker, which hears
  everything that is committed and everything that anybody reads, and says what must never have happened.
- What must not: a decision about a conversation; the engine, the rules and the store are the bot's own.
- How to add a format: a habit in `habits.HABITS` (how people begin with it, and how they answer it; what they do in
  group places, `World.rooms`, is in `gathering`); who may read what is said there, in `Known` and
  `WordsGoWhereTheyMay`; whatever else it must never do is a rule (`rules`, of group places `place_rules`, of what comes
  by itself `day_rules`), with a test that forges what the rule forbids.
"""
