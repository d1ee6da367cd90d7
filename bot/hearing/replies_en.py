"""English answers that are known as wholes: the short, the undecided, the ones that hand the question back."""

from __future__ import annotations

from bot.hearing.patterns import Patterns
from bot.hearing.ways import ways


def _lines(text: str) -> frozenset[str]:
    """One answer a comma, spelt as `words.plainly` leaves its words (`dont know`)."""
    return frozenset(" ".join(part.split()) for part in text.split(",") if part.strip())


SHORT = _lines("""
    idk, idk really, idk sorry, idk tbh, idk man, i idk, fine, ok, okay, k, kk, good, alright, all right, meh, hm, hmm,
    mhm, um, umm, uh, er, erm, nothing, nothing really, nothing much, not much, nothing special, none, no, nope,
    nah, yes, yeah, yep, yup, sure, maybe, perhaps, whatever, anything, something, everything, everyone, no one,
    nobody, no idea, no clue, not a clue, not sure, i not sure, unsure, dont know, i dont know, dont no,
    i dont know really, i really dont know, dont know really, dont remember, i dont remember, cant remember,
    i cant remember, cant think, i cant think, cant think of anything, i cant think of anything, cant think of one,
    i cant think of one, cant say, nothing comes to mind, nothing springs to mind, i have no idea, i have no clue, i
    have nothing, i got nothing, i no idea, no comment, na, n a, nada, zilch, idc, dont
    care, i dont care, who knows, who cares, beats me, god knows, search me, so so, same, same same, ditto, it ok, it
    fine, i ok, i fine, i good, fine thanks, good thanks, nm, ya, yea, yh, ye, cool, nice, right, true, normal, usual,
    the usual, nothing new, same old, not really, hard to say, difficult, good question, a good question, that a good
    question, that hard, tough one, hard one, interesting, hi, hey, hello, well, oh, ah, what, huh, eh, why,
    idek, iono,
    you choose, you pick, you decide, surprise me, any, all, lots, many things, various, stuff, things, a lot, never,
    never mind, nevermind, nvm, thanks, thank you, thx, ty
""") | frozenset(
    ways("""
    wow/hmm/oof? i? would/will? have_to/need_to/want_to/gotta/must think about/on/over? it/that/this/that_one/this_one?
    i/ill think about it/that
    wow/hmm? let me think about/on? it/that/this/that_one/this_one? first/for_a_second/for_a_minute/for_a_bit?
    i? need/want a/some/more minute/moment/second/time/while to_think/to_think_about_it/to_think_about_that?
    wow/oh/oof/phew/ha? that/this/it/now_that? a/quite_a/such_a? tough/hard/tricky/difficult/good/great/big one/question
    i? never/not really/actually/even? thought/think about/of it/that/this/that_one/one before?
    i? will/would? have_to? get/come back to you/this/that on/about? that/this/it?
    come/get back to me later? on_that/on_this/about_that?
    ask me again? later/tomorrow/another_time/some_other_time
    i? cant really/even? think of? anything/one/any/something/a_thing? right_now/now/at_the_moment/just_now/today?
    i? cant really? remember/recall one/any/it/that/right_now/now?
    none/nothing/not_one/no_one that? i can think_of/remember/recall right_now/now?
    nothing comes/springs to_mind right_now/now/at_the_moment
    i? drawing a_blank
    my? mind is/gone/went/goes? blank
    i? not really/quite/too/so/actually? sure what_to_say/how_to_answer/about_that/what_to_answer/how_to_put_it?
    it/that? all/really/totally? depends
    i? dont really/actually/even? have one/any/an_answer/a_favourite
    i? forget/forgot/have_forgotten
    it escapes me
    too many to_count/to_name/to_choose/to_choose_from?
    a_lot/lots/loads/plenty of things/stuff
    all of them/it/the_above
    blank/later/sometimes/often/rarely/boring/next
    phew/whoa/woah/ouch/oof/aww/yikes/ugh
    wow/whoa/oof/ok/oh wow/ok/oh? that/this/it so/pretty/really/quite? deep/intense/heavy/a_lot
""")
)

HELLO = frozenset(
    ways("""
    oh? hi/hey/hello/hiya/heya/howdy/yo/greetings there/bot/you/again/everyone?
    good morning/afternoon/evening/day to_you/bot?
    nice/good/pleased to_meet_you
    what up
    hi/hey/hello how_are_you/how_it_going/how_are_you_doing/what_up
    how are you doing/today?
""")
)

PUZZLED = frozenset(
    ways("""
    what does that/this/it even? mean
    what do you? even? mean by_that/by_this?
    what you mean
    i? dont/didnt really/quite? get/understand/follow it/that/this/the_question/this_question/you/what_you_mean?
    i? not sure what/how that/this/you mean/means
    i? not sure i understand/follow/get it/that/the_question/what_you_mean?
    what is/are? the_question/you_asking/you_asking_me
    can/could/would you? please? rephrase/explain/clarify it/that/this/the_question?
    can/could you say/ask/put that/it differently/another_way/in_other_words/again
    in other/which/what words/way/sense
    what kind/sort of answer do_you_want/is_this?
    meaning
    come again
    say again
    confused
    i confused
    i lost
    you lost me
    that/it/this makes_no_sense/doesnt_make_sense
""")
)

UNDECIDED = _lines("""
    cant decide, i cant decide, cant choose, i cant choose, impossible to choose, impossible to say,
    hard to choose, it hard to choose, hard to decide, i torn, torn, torn between the two, fifty fifty, 50 50,
    sometimes one sometimes the other, bit of both sometimes, changes daily, changes every day, it changes, it varies,
    varies
""")

BACK = _lines("""
    and you, and yours, and yourself, but you, you, yours, yourself, what about you,
    what about yours, what about yourself, how about you, how about yourself, how about yours, wbu, hbu,
    wby, hby, wau, wat about you, what would you say, what would you pick, what would you choose, what would you do,
    what do you think, what do you say, what your, what yours, what is yours, what your answer, what is your answer,
    what your favourite, you first, you go first, you tell me, you tell me first, tell me yours,
    tell me yours first, same question to you, same to you, same question, i ask you the same, which would you pick,
    which would you choose, which one would you pick, which one would you choose, which one are you, which are you,
    who are you, what are you, do you, have you, would you, are you, ask yourself, right back at you, back at you,
    back to you, over to you, your turn, your go, and what about you, and how about you, so what about you,
    and what would you say, and what would you choose, and what would you pick,
    what you pick, what you choose, i want to hear yours, lets hear yours, let hear yours, what abt you,
    thoughts, your thoughts, you say, you say first, you say it, you tell, idk you tell me, you go, you begin,
    you start,
    tell me about you, tell me about yourself, what about the bot
""")

JOKES = _lines("""
    lol, lool, lolol, lmao, lmfao, rofl, roflmao, haha, hahah, hahaha, hahahah, hahahaha, hahahahaha, ha ha,
    hehe, hehehe, heh, jk, just kidding, lolz, xd, xdd, lulz, teehee, bahaha, mwahaha, ahaha, ahahaha
""")

LATER = _lines("""
    ok, okay, k, kk, sure, later, will do, ill do it, i will, i do it, ill try, i will try, i try, ill try it,
    i will try it, i try it, accepted, accept,
    i accept, deal, challenge accepted, done deal, fine, alright, all right, yes, yep, yeah, yup, on it, i on it,
    tomorrow, tonight, maybe later, soon, not yet, not now, some other time, another time, this evening,
    at the weekend, next week, got it, noted, ok will do, ok i will, ok later, yes i will, sounds good, sounds fun,
    lets do it, let do it, lets go, go on then, why not, ill tell you, i tell you, i let you know, ill let you know,
    remind me, remind me later, remind me tomorrow, gladly, with pleasure, of course, sure thing, i in, count me in,
    not done yet, havent yet, i havent yet, havent done it yet, i havent done it yet, didnt do it yet,
    i didnt do it yet, not today
""")

DONE = Patterns(
    like=(
        "done/did/finished/completed",
        "mission accomplished/complete/done",
        "i/we just? asked/called/rang/phoned",
        "i/we just? wrote/sent/texted/told/gave/took/made/found/went/tried/walked/watched/listened/looked/saw",
        "i/we just? heard/said/sat/stood/met/visited/noticed/brought/left/invited/cooked/counted/touched/smelled",
        "tried it/this/that",
        "asked my/him/her/them/a/the/someone/somebody",
        "he/she/they said/answered/laughed",
        "he/she/they told/replied/smiled/asked",
        "so i/we asked/went/called/did",
        "i/we have done/asked/called",
    ),
    innocent=(
        "not/never/havent/hasnt/didnt/cant/wont/dont/couldnt yet? quite? done/did/finished/completed",
        "not/never/havent/hasnt yet? done it",
        "will/can/could/should be? done",
        "when i done/finished",
        "have/has/need to get it? done",
        "will get it? done",
        "how/what/who/where/when did",
        "i/we never did",
        "didnt/havent/not/never .. tried/asked/called",
        "get it done",
        "be done",
        "i did not/nothing",
        "no i did",
        "done nothing",
    ),
)
