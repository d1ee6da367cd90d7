"""Yes, no and neither, in the words people use; kept whole, since `not now` is more than its parts."""

from __future__ import annotations

from typing import Final

from bot.hearing.lexicon import vocabulary


def lines(text: str) -> tuple[tuple[str, ...], ...]:
    """One expression a comma, the longest first, so that `not now` is found before `now`."""
    expressions = (tuple(part.split()) for part in text.split(",") if part.strip())
    return tuple(sorted(expressions, key=len, reverse=True))


# Yes and no of eleven languages stand together: whoever answers an English bot with "ja" means ja.
YES: Final = lines("""
    yes, yess, yea, yeah, yeh, yep, yup, yh, ye, ya, y, aye, sure, sure thing, surely, ok, okay, okey, okie, k,
    kk, okey dokey, go on, go on then, go ahead, go for it, go, lets go, let go, lets do it, let do it, lets, let,
    lets start, lets begin, let start, let begin, shall we, yes we shall, we shall, why not, of course, course,
    please, please do, yes please, do, do it, gladly, with pleasure, fine, fine by me, alright, all right, right,
    ready, i ready, ready when you are, absolutely, definitely, certainly, totally, exactly, indeed, true, correct, by
    all means, i love to, id love to, love to, i like to, id like to, like to, i like that, love that, sounds good,
    sounds great, sounds fun, good idea, great, good, perfect, cool, bring it on, hit me, shoot, fire away, start,
    begin, continue, carry on, next, more, i guess, i guess so, i suppose, i suppose so, guess so, suppose so, i think
    so, think so, i in, count me in, deal, agreed, no problem, no worries, not a problem, dont mind, i dont mind, dont
    mind if i do, cant wait, i cant wait, happy to, i happy to, i am happy to, try me, ask away, ask, ask me, i do, i
    am, i will, will do, of course you may, you may, you can, feel free, naturally, obviously, welcome, roger,
    affirmative, yippee, heck yes, hell yes, hell yeah, for sure, i would, you bet, ja, jo, jawohl, klar, gerne, gern,
    na klar, oui, si, ouais, bien sur, daccord, claro, vale, sim, tak, evet, tamam, hai, da, va bene, certo, graag,
    prima, natuurlijk, los, los gehts, allez, vamos, andiamo
""")
NO: Final = lines("""
    no, noo, nope, nah, na, naw, n, no thanks, no thank you, no thx, no ty, not now, not right now, not today,
    not tonight, not really, not yet, not just now, not at the moment, not this time, not for me, not interested, i
    not interested, rather not, i rather not, id rather not, better not, id prefer not, i prefer not, prefer not to,
    prefer not, later, maybe later, some other time, another time, maybe another time, maybe tomorrow, tomorrow,
    never, no way, dont, please dont, i dont, i dont want to, dont want to, i dont want, dont feel like it, i dont
    feel like it, i dont think so, dont think so, stop, quit, enough, that enough, go away, leave me
    alone, pass, i pass, i would not, of course not, certainly not, absolutely not, definitely not, not a
    chance, no chance, negative, false, i wont, wont, cant, i cant, not sure i want to, i busy, busy, no need,
    neither, no more, hell no, i good thanks, i do not, please no, no please, nein, nee, nein danke, non, non merci,
    no gracias, nao, nie, hayir, net, nej, ne, niet, iie
""")
UNCLEAR: Final = lines("""
    maybe, perhaps, not sure, i not sure, unsure, idk, dont know, i dont know, no idea, no clue, possibly, it depends,
    depends, depends on, what, who, why, how, when, where, which, no one, nobody, nothing, no kidding, no
    matter, no wonder, yes and no, what is, what do, good question, no yes, yes no, yeah no, no yeah, could be, we
    will see, next to, go to, right now, right there, let me think, let me see, let us see, i do not know, true story
""")
FILLERS: Final = vocabulary(
    "hm hmm sorry then thanks thank you thx ty please pls oh well um uh ah hey hi hello so and but just very "
    "much i me we it that this lol haha ok a bit now bot dear really always do with for your question questions "
    "one another to mate man the be wow whatever anyway gosh actually well"
)
STRONG: Final = vocabulary("yes yep yeah yup yea sure ja oui si no nope nah nein non")
"""Words that decide even where more follows: `yes i was hoping you would ask`."""
