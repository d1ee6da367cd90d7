"""What makes an English answer sound like distress: the bot then stops asking and points to help.

How it was chosen: the phrases that crisis services name as warnings in ordinary writing: saying that one wants to
die or to end one's life, hurting oneself, seeing no way on, being a burden, a plan or a goodbye, and being hurt by
somebody now. Each pattern is a whole expression, mostly with its first person, since the single words are everyday
idiom. A false alarm costs one kind sentence; a miss costs more. So where a pattern is certain (`kill myself`) it is
here without conditions, and only expressions that are plainly play are taken out by `innocent`.

A hit that the writer denies ("I would never kill myself") is not distress, and is not nothing either: the lane
makes it tender, so that the questions go no deeper.

How to change it: add a pattern (see `bot.hearing.patterns`) and a row to tests/hearing/test_distress.py; for a false
alarm add to `innocent` the shortest expression that is only ever play, never a word alone. Ask somebody who has
worked on a crisis line before taking anything out. This list is no diagnosis and replaces nobody.
"""

from __future__ import annotations

from bot.hearing.patterns import Patterns

_ME = "myself/meself/mysef"
_HURT = "cut/burn/hurt/burned/burnt/cutting/hurting/burning"
_NOW = "hits/hit/beats/beat/hurts/hurting/hitting/beating/chokes/choked/rapes/raped/abuses/abused/abusing"
_WHO = (
    "he/she/they/dad/mum/mom/father/mother/husband/wife/boyfriend/girlfriend/partner/stepdad/stepfather/brother/uncle/"
    "bf/gf/ex/parents/boss/someone/somebody"
)

DISTRESS = Patterns(
    like=(
        # wanting to die
        "want/wants/wanted/wanna/wish/wishing/hope/hoping/ready/prefer/going/deserve to? just/simply/really? die",
        "want/wanted/wanna to? be dead", "wish/wished i was/were/could be? dead", "better off dead", "rather be dead",
        "id rather die", "i rather die", "wish i could just? die", "wish i was/were never born",
        "wish i had never been? born", "wish i hadnt been born", "want to? not wake up", "hope i dont wake up",
        "wish i wouldnt/didnt/dont wake up", "never/not want to? wake up", "dont want to? wake up",
        "never wake up again", "dont/didnt want to? live/exist", "dont wanna live/exist/be here",
        "not want to? live/exist", "tired of living", "tired of life/existing/being alive",
        "sick of living/life/being alive", "dont/didnt want to? be alive", "dont want to? be here anymore",
        "dont want to? be here any more", "dont want to? be here", "stop existing", "dont want this life",
        "want to? disappear forever", "want to? stop existing", "want to? not exist", "no reason to? live/living",
        "no reason for living", "nothing to? live for", "nothing left to? live for", "not worth living",
        "isnt worth living", "life/living is? pointless", "no point in? living/life", "no point in? being alive",
        "no point going on", "no point in going on", "hate being alive", "hate my life",
        # ending it
        "whats/what the point of/in? anything/living/life/existing", "what the point of it/this all",
        "what the point of all this/it", "dont/cant see the/any/a point anymore/any/in",
        "see no point in? living/life/anymore", "sleep forever", "never wake up", "want/need it all? to? stop/end",
        "want everything to stop/end", "thinking/think/thought/thoughts about/of dying",
        "thinking/think/thought about/of ending things/it/everything", "lost the/my will to live", "no will to live",
        "i not/never safe", "make/making/made myself throw/sick/vomit", "voices tell/telling/told me",
        "suicide/suicidal/suicides", f"kill/killing/killed {_ME}", "kms", "kys", "kill my self", "unalive",
        "end my/this life", "ended/ending my life", "take/taking/took my own? life", "take my life",
        "ending/end it all", "end it tonight/now/today/soon", "want to? end it", "want to? end things/everything",
        "end my suffering/pain/misery", "make it all? stop forever",
        "jump off a/the/this bridge/roof/building/balcony", "jump in front of a? train/car/bus",
        f"hang/hanging/hanged {_ME}", f"shoot/shooting {_ME}", f"drown/drowning {_ME}",
        "slit/slitting my wrists/wrist/throat", "overdose tonight/on/again", "took all my pills",
        "take all my/the pills", "goodbye letter/note to/for", "goodbye forever", "goodbye cruel world",
        "this is my last/final day/message/night", "wont be here tomorrow", "wont be around much longer",
        # hurting oneself
        f"hurt/hurting/harm/harming/cut/cutting/burn/burning/starve/starving {_ME}", "self harm/harming/harmed/harms",
        "selfharm/selfharming", "i cut/cutting again", "cutting again", "cut my wrists/arms/wrist/arm/legs",
        # no way on
        "cant go on", "cant go on like this", "cant do this anymore/any", "cant take it/this anymore/any/much",
        "cant live like this", "cant live anymore", "cant cope anymore/any", "no way out", "no hope left",
        "hopeless and", "feel/feeling hopeless", "given up on life", "giving up on life", "give up on life",
        "nobody/noone would/will miss/notice/care me? if?", "no one would/will miss me", "no one would/will care if i",
        "no one would/will notice if i", "everyone would/will be better off",
        "they would/will be better off without me", "better off without me", "world .. better without me",
        "i a? burden to", "just a burden", "i a burden", "nobody would miss me", "dont deserve to live",
        "deserve to die",
        # being hurt now
        f"{_WHO} {_NOW} me", f"{_WHO} is? .. {_NOW} me", "being abused/beaten/raped/molested", "i was/got/been raped",
        "raped me", "threatens/threatening me", "molested me", "touches/touched me inappropriately",
        "abusive relationship/home/boyfriend/husband", "afraid/scared to go home", "not safe at home",
        "dont feel safe at home", "afraid of my husband/boyfriend/wife", "threatened/threatens/threatening to kill me",
        "going to kill me tonight", f"{_WHO} will kill me if i leave",
    ),
    innocent=(
        "die/died/dying laughing/inside", "die of/from? laughing/laughter/embarrassment/shame/boredom/cringe/cuteness",
        "die of/from happiness/joy/hunger/thirst/heat/cold/curiosity/excitement/old/age/cold", "die hard",
        "to die for", "die happy/old/rich/peacefully/first/trying/young/knowing", "die on a/that/this hill",
        "rather die than", "die for a/some/this", "rather die than .. karaoke/dance/sing/eat",
        "dont/didnt want/wanna to? die", "never want to die",
        "phone/battery/laptop/car/plant/plants/computer/engine/machine wants/wanted to die",
        "suicide squad/film/movie/song/mission/burrito/door/doors/wings/hill/bunt/cards/squeeze",
        "suicide is painless", "virgin suicides", "suicides in basketball/training/practice",
        "social/career/commercial/political suicide", "in the end it all", "at the end it all", "by the end it all",
        "until the end it all", "hate my life lol/haha/right",
        "cant go on .. rollercoaster/rollercoasters/holiday/rides/ride/planes/boats/trip",
        "cant go on holiday/vacation/rollercoasters/roller/the/a/planes/boats/rides/stage/swings/trips/without",
        "cant go on about/and/with/there/it/that/to/forever", f"kill/killing/killed {_ME} laughing",
        f"kill/killing/killed {_ME} .. gym/stairs/leg/ikea/lego",
        "he/she/they beat/beats/hit me to/at/in/with/up/on/every/there/by",
        "hits/hit me hard/that/differently/like/how", "it/that/song/this hits/hit/hurts me",
        "no way out of ikea/the/this/a", "maze .. no way out", "no way outside",
        "brother/sister/dad/mum/mom/he/she beats/beat/hit me at/in/to/with/by/when/every",
        f"{_HURT} myself shaving/cooking/chopping/opening/making/skiing/running/climbing",
        f"{_HURT} myself dancing/cycling/skating/gardening/baking/laughing/falling/playing",
        f"{_HURT} myself on/with a/the/my/some/hot/an? oven/pan/kettle/iron/stove/tin/can",
        f"{_HURT} myself on/with a/the/my/some/an paper/lid/edge/candle/toaster/glue/lego/stairs",
        f"{_HURT} myself at/in/during work/gym/football/yoga/the/practice/training",
        "cut myself some/a slack/slice/piece", "cut/cutting myself off",
        "cut my arm/arms/leg/legs/wrist on/shaving/open/climbing/falling",
        "dont want to? be here when/on/for/too/if/at/in/tomorrow/next/all",
        "dont want to? wake up early/at/before/for/the", "dont want to? wake up the/my/him/her/them/everyone/anyone",
        "dont want to? live in/with/near/next/by/on/there/at", "dont wanna live in/with/near/next/by/on/there/at",
        "dont want to? live forever/alone/without/here/like/far",
        "didnt/not want to? live in/with/near/next/by/on/there/at/far/forever", "unalive the/them/him/enemies",
        "cant take this/it much seriously", "want to? end it with/by/on/there/here/at/in/off", "drowning myself in",
        "cant live like this without .. coffee", "starving myself for/before dinner/lunch/thanksgiving",
        "want to? end things on/with/well", "raped me in/of? .. game/chess/fifa", "threatening to kill me in/at game",
        "end it now/today/tonight with", "jump off a/the/this bridge/roof/building/balcony into/bungee/with",
        "never wake up early/before/on/at/in/without/late/refreshed/to",
        "will to live in/at/during/waiting/reading/by/after/when/somewhere/around", "sleep forever on/in/after",
        "made myself sick eating/laughing/on/with",
        "think/thinking/thought of/about ending it/things with/on/at/by/there/here/early",
        "i not/never safe from/around/with", "point in? living in/near/here/there/with/abroad",
        "going to die on/of? stage/shame", "ready to die hard",
    ),
)
