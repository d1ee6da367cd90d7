"""What makes an English answer sound like distress: the bot then stops asking and points to help.

How it was chosen: the phrases that crisis services name as warnings in ordinary writing: saying that one wants to
die or to end one's life, hurting oneself, seeing no way on, being a burden, a plan or a goodbye, and being hurt by
somebody now. Each pattern is a whole expression, mostly with its first person, since the single words are everyday
idiom. A false alarm costs one kind sentence; a miss costs more. So where a pattern is certain (`kill myself`) it is
here without conditions, and only expressions that are plainly play are taken out by `innocent`.

A hit that the writer denies ("I would never kill myself") is not distress, and is not nothing either: the lane
makes it tender, so that the questions go no deeper.

How to change it: add a pattern (see `bot.hearing.patterns`; `a/b` is either *word*, so two expressions are two
patterns) and a row to tests/hearing/test_distress.py, which also says every pattern in all its forms and fails where
one is not heard. For a false alarm add to `innocent` the shortest expression that is only ever play, never a word
alone; what must be heard although an innocent expression lies in it goes into `certain`. Ask somebody who has worked
on a crisis line before taking anything out. This list is no diagnosis and replaces nobody.
"""

from __future__ import annotations

from bot.hearing.patterns import Patterns

_ME = "myself/meself/mysef/myslef"
_HURT = "cut/burn/hurt/burned/burnt/cutting/hurting/burning"
_NOW = "hits/hit/beats/beat/hurts/hurting/hitting/beating/chokes/choked/rapes/raped/abuses/abused/abusing"
_WHO = (
    "he/she/they/dad/mum/mom/father/mother/husband/wife/boyfriend/girlfriend/partner/stepdad/stepfather/brother/uncle/"
    "bf/gf/ex/parents/boss/someone/somebody"
)
_WANT = "want/wanna/wana/wanted"
_DONT = "dont/didnt/dnt/not"
_EVEN = "even/really/just/actually/honestly?"
_NOT_WANT = f"{_DONT} {_EVEN} {_WANT} to?"
_PILLS = "pills/tablets/meds/paracetamol"
_WEARY = "tired/sick/weary/exhausted/bored"
_GONE = "died/disappeared/vanished/wasnt/werent/killed/ended/jumped/hanged"
_PLACE = "in/with/near/next/by/on/there/at"
_FEAR = "afraid/scared/frightened/terrified"
_FEARED = "husband/boyfriend/wife/girlfriend/partner/stepdad/stepfather/ex"
_TREAT = "cheese/chocolate/sugar/coffee/caffeine/cake/sun/nostalgia/cuteness/tea/sweets/vitamin/vitamins/carbs"

DISTRESS = Patterns(
    like=(
        # wanting to die
        "want/wants/wanted/wanna/wana/wanting/wnat/wish/wishing/hope/hoping/ready/prefer/going/deserve to/2? "
        "just/simply/really? die",
        "want/wanted/wanna/wana to? be dead", "wish/wished i was/were dead", "wish/wished i could be dead",
        "better off dead", "rather be dead", "id rather die", "i rather die", "wish i could/would just? die",
        "wish/hope/pray i die/died", "i should just die", "feel/feeling like dying", "dont care if i live/die",
        "dont care if i wake up", "better if i was/were dead/gone", "better if i wasnt/werent here/around/alive",
        "better if i died/disappeared", "wish i was/were/wasnt/werent never? born", "wish i/id had? never been? born",
        "wish i/id hadnt been born", "should never have been born", "wish i wasnt/werent alive", "wish i didnt exist",
        "wish i could stop existing", f"{_WANT} to? not wake up", "hope/pray/wish i dont/never wake up",
        "wish i wouldnt/didnt wake up", f"{_NOT_WANT} wake up", "never want to? wake up", "never wake up",
        "never wake up again", "sleep forever", "sleep and not wake up", "asleep and not wake up",
        "asleep and dont wake up", f"{_NOT_WANT} live", f"{_NOT_WANT} exist", f"{_NOT_WANT} be alive",
        f"{_NOT_WANT} be here", "dont wish to live", "no longer want/wish to live", "no longer want/wish to be alive",
        "no longer want/wish to be here", "no longer want to exist", f"{_WEARY} of living", f"{_WEARY} of life",
        f"{_WEARY} of existing", f"{_WEARY} of being alive", "fed up of/with life", "fed up of/with living",
        "fed up of/with being alive", "had enough of life", "had enough of living", "i so? done with life",
        "i so? done with living", "hate living", "hate life", "hate being alive", "hate my life", "stop existing",
        "dont want this life", f"{_WANT} to? disappear forever", f"just {_WANT} to? disappear",
        f"{_WANT} to? stop existing", f"{_WANT} to? not exist",
        "no reason to? live/living", "no reason for living", "no reason to be alive", "nothing to? live for",
        "nothing left to? live for", "not worth living", "isnt worth living", "life isnt/not worth it",
        "life/living is? pointless", "life is? meaningless/hopeless", "everything is/feels? pointless",
        "everything is/feels? hopeless", "nothing matters anymore", "nothing matters any more",
        # no point
        "no point in/of? living", "no point in/of? life", "no point in/of? being alive", "no point in/of? existing",
        "no point in/of? anything anymore", "no point anymore", "no point in? going on",
        "what the point in/of? anything", "what the point in/of? living", "what the point in/of? life",
        "what the point in/of? existing", "what the point in/of? being alive", "what the point in/of? going on",
        "what the point anymore", "what even? the point anymore", "what the point of it all",
        "what the point of this all",
        "what the point of all this/it", "dont/cant see the/any/a point anymore",
        "dont/cant see the/any/a point any more",
        "dont/cant see the/any/a point in/of living", "dont/cant see the/any/a point in/of life",
        "dont/cant see the/any/a point in/of anything", "dont/cant see the/any/a point in/of existing",
        "dont/cant see the/any/a point in/of going on", "dont/cant see the/any/a point in/of being alive",
        "see no point in/of? living", "see no point in/of? life", "see no point anymore",
        "see no point in/of? anything",
        # ending it
        f"{_WANT} it all? to? stop", f"{_WANT} it all? to? end", "need it all? to? stop/end",
        f"{_WANT} it all to be over", f"{_WANT} everything to? stop/end", f"{_WANT} the pain to? stop/end",
        "make the pain stop", "thinking/think/thought/thoughts about/of dying",
        "thinking/think/thought/thoughts about/of ending things/it/everything", "lost the/my will to live",
        "no will to live", "suicide/suicidal/suicides/suicidality", "sucide/suiside/suicde/sucidal/suicidle/suisidal",
        "sewerslide", f"kill/killing/killed/kil {_ME}", "kms", "kys", "kill my self", "killmyself",
        f"unalive/unaliving/unalived {_ME}", "unalive", f"{_WANT} to? off {_ME}", f"going to? off {_ME}",
        f"offing/offed {_ME}", "end/ended/ending my own? life", "end this life", "take/taking/took/taken my own? life",
        "ending/end it all", "end it tonight/now/today/soon", f"{_WANT} to? end it",
        f"{_WANT} to? end things/everything",
        "end my suffering/pain/misery", "make it all? stop forever",
        "jump/jumping off/from a/the/this/that bridge/roof/building/balcony",
        "jump/jumping in front of a/the? train/car/bus/tube", "walk/walking/step/stepping into traffic",
        "drive/driving my? car? off a/the bridge", "drive/driving my? car? into a/the tree/wall/river",
        f"hang/hanging/hanged {_ME}", f"shoot/shooting {_ME}", f"drown/drowning {_ME}", f"poison/poisoning {_ME}",
        "slit/slitting my wrists/wrist/throat", "overdose tonight/on/again",
        f"took/take/taken/taking all of? my/the/these {_PILLS}", f"took/take/taken/taking too many {_PILLS}",
        f"took/take/taken/taking a bunch/handful of {_PILLS}", f"swallow/swallowed all of? my/the/these {_PILLS}",
        "goodbye letter/note to/for", "goodbye forever", "goodbye cruel world",
        "this is? my last/final day/message/night", "wont be here tomorrow", "wont be around much longer",
        "wont be alive tomorrow/much/soon",
        # hurting oneself
        f"hurt/hurting/harm/harming/cut/cutting/burn/burning/starve/starving {_ME}",
        "self harm/harming/harmed/harms", "selfharm/selfharming/selfharmed", "i cut/cutting again", "cutting again",
        "i started/start cutting", "cut my wrists/arms/wrist/arm/legs/thighs",
        "make/making/made myself throw/sick/vomit",
        "i not/never safe", "voices tell/telling/told me", "dont trust myself tonight/anymore",
        # no way on
        "cant/couldnt go on", "can not go on", "dont know how to? go on", "dont know how much longer i can",
        "cant go on like this", "cant do this anymore", "cant do this any more", "cant do life anymore",
        "cant do life any more", "cant keep going like this", "cant keep living like this",
        "cant take it/this anymore/any/much", "cant live like this", "cant live anymore", "cant live with myself",
        "cant cope anymore/any", "dont see a/any way out", "no way out", "no hope left", "lost all hope",
        "dont see a/any future for me/myself", "see no future for me/myself", "feel/feeling/felt so? hopeless",
        "hopeless and alone/empty/worthless/lost/scared/tired/helpless", "given up on life/living",
        "giving/give up on life/living", "gave up on life/living",
        "nobody/noone would/will? even? miss me", "no one would/will? even? miss me",
        f"nobody/noone would/will? even? notice/care/cry if i just? {_GONE}",
        f"no one would/will? even? notice/care/cry if i just? {_GONE}",
        "nobody/noone would/will? even? notice/care/cry if i was/were gone/dead",
        "no one would/will? even? notice/care/cry if i was/were gone/dead",
        "would anyone even? miss/notice/care if i", "everyone/everybody would/will? be better off",
        "better off without me", "world .. better without me", "happier without me", "i a? burden to/on",
        "just a burden",
        "i a burden", "such a burden", "feel like a burden", "dont deserve to live", "dont deserve to be alive",
        "dont deserve to exist",
        # being hurt now
        f"{_WHO} {_NOW} me", f"{_WHO} is? .. {_NOW} me", "being abused/beaten/raped/molested", "i was/got/been raped",
        "raped me", "threatens/threatening me", "molested me", "touches/touched me inappropriately",
        "abusive relationship/home/boyfriend/husband/partner/wife/girlfriend/parents", f"{_FEAR} to go home",
        "not safe at home", "dont feel safe at home", f"{_FEAR} of my {_FEARED}",
        "threatened/threatens/threatening to kill me", "going to kill me tonight", f"{_WHO} will kill me if i leave",
    ),
    certain=(
        f"{_NOT_WANT} live in this world/life/body", f"{_NOT_WANT} live in pain/fear",
        f"{_NOT_WANT} live here on earth",
        f"{_NOT_WANT} live on this earth/planet", f"{_NOT_WANT} live with this/the pain/guilt/shame",
        f"{_NOT_WANT} live without him/her/them/you", f"{_NOT_WANT} be here in this world/life",
        f"{_NOT_WANT} be here at all", f"{_NOT_WANT} be here on this earth/planet",
        f"{_WEARY} of life in general", f"{_WEARY} of living in this world/body", f"{_WEARY} of living in pain/fear",
        f"{_WEARY} of living with this pain/guilt", "this is my last day/night on earth", "cant go on with this/life",
        "worth living without him/her/them/you",
    ),
    innocent=(
        "die/died/dying laughing/inside", "die of/from? laughing/laughter/embarrassment/shame/boredom/cringe/cuteness",
        "die of/from happiness/joy/hunger/thirst/heat/cold/curiosity/excitement/old/age", "die hard",
        "to die for", "die happy/old/rich/peacefully/first/trying/young/knowing", "die on a/that/this hill",
        "rather die than", "die for a/some/this", f"{_DONT} {_EVEN} {_WANT} to? die", "never want to die",
        "heart and? hope to die", "thought i was/were going to? die", "thought we was/were going to? die",
        "thought .. going to? die", "we all? going to? die", "you all? going to? die", "they all? going to? die",
        "everyone/everybody/all going to? die", "going to? die on/of? stage/shame",
        "going to? die when/if/alone/someday",
        "feel/feeling like dying of/when/after/every", "dying my hair", "dying eggs/fabric/wool",
        "phone/battery/laptop/car/plant/plants/computer/engine/machine wants/wanted to die",
        "phone/battery/laptop/car/plant/plants/computer/engine/machine is/are/was? going to? die",
        "suicide squad/film/movie/song/mission/burrito/door/doors/wings/hill/bunt/cards/squeeze",
        "suicide is painless", "virgin suicides", "suicides in basketball/training/practice",
        "social/career/commercial/political suicide", "in the end it all", "at the end it all", "by the end it all",
        "until the end it all", "hate my life lol/haha/right", f"hate living {_PLACE}/out/alone/here/above/below/under",
        "hate living room/rooms/so/this/that/far/opposite/without/upstairs/downstairs/between/from",
        "hate life admin/hacks/coaches",
        "hate life in/on/at/without/with",
        "cant/couldnt go on .. rollercoaster/rollercoasters/holiday/rides/ride/planes/boats/trip",
        "cant/couldnt go on holiday/vacation/rollercoasters/roller/the/a/planes/boats/rides/stage/swings/trips",
        "cant/couldnt go on about/there/it/that/to/forever/my/his/her/our/their/any/facebook/instagram/tv/trampolines",
        "cant/couldnt go on with the/him/them/it",
        "cant go on without .. coffee/tea/music/chocolate/biscuits/breakfast",
        f"kill/killing/killed {_ME} laughing", f"kill/killing/killed {_ME} .. gym/stairs/leg/ikea/lego",
        "he/she/they beat/beats/hit me to/at/in/with/up/on/every/there/by",
        "hits/hit me hard/that/differently/like/how", "it/that/song/this hits/hit/hurts me",
        "no way out of ikea/the/this/a", "maze .. no way out", "no way outside",
        "brother/sister/dad/mum/mom/he/she beats/beat/hit me at/in/to/with/by/when/every",
        f"{_HURT} myself shaving/cooking/chopping/opening/making/skiing/running/climbing",
        f"{_HURT} myself dancing/cycling/skating/gardening/baking/laughing/falling/playing",
        f"{_HURT} myself on/with a/the/my/some/hot/an? oven/pan/kettle/iron/stove/tin/can",
        f"{_HURT} myself on/with a/the/my/some/an paper/lid/edge/candle/toaster/glue/lego/stairs",
        f"{_HURT} myself at/in/during work/gym/football/yoga/the/practice/training", f"{_HURT} myself out",
        "cut/cutting myself some/a", "cut/cutting myself off",
        "cut my arm/arms/leg/legs/wrist on/shaving/open/climbing",
        "cut my arm/arms/leg/legs/wrist falling",
        "started/start cutting out/down/back/my/the/hair/onions/vegetables/it",
        "started/start cutting carbs/sugar/meat/trees/cake/corners/wood/paper/grass/coupons/coffee/dairy/hedges/fabric",
        f"{_NOT_WANT} be here when/on/for/too/if/at/in/tomorrow/next/all",
        f"{_NOT_WANT} wake up early/at/before/for/the/on/in/late",
        f"{_NOT_WANT} wake up my/him/her/them/everyone/anyone",
        "never want to? wake up early/at/before/in/on",
        f"{_NOT_WANT} live {_PLACE}/abroad/upstairs/downstairs/opposite",
        f"{_NOT_WANT} live forever/alone/without/here/far/above/below/under/anywhere/outside/inside/off/out/to/so",
        f"{_NOT_WANT} live like a/an/my/that/him/her/them", "not want to live there again",
        f"{_WEARY} of living {_PLACE}/out/alone/here/above/below/under/from/off/without/between/so/far",
        f"{_WEARY} of living like a/an/my/students/teenagers/animals",
        f"{_WEARY} of living paycheck/hand/room/opposite",
        f"{_WEARY} of living upstairs/downstairs/room/rooms/costs/abroad/outside/together/apart",
        f"{_WEARY} of life in/on/at/with/as/without/under/hacks/admin/coaches/advice/lessons/stories/drawing",
        f"{_WEARY} of existing on/between/as/in/rules/customers/systems/options/products",
        "had enough of life in/on/at/with/as", f"had enough of living {_PLACE}/out/alone/here/like",
        "fed up of/with life in/on/at/with/as", f"fed up of/with living {_PLACE}/out/alone/here/like",
        f"done with living {_PLACE}/out/alone/here/rooms/room", "done with life in/on/at/admin/hacks",
        f"{_WANT} to? disappear into/for/in/to/under/behind/on/at/when/whenever/like/down",
        "unalive the/them/him/enemies/npcs/her", "cant take this/it much seriously",
        f"{_WANT} to? end it with/by/on/there/here/at/in/off", f"drowning {_ME} in", f"drown {_ME} in",
        "cant live like this without .. coffee", "starving myself for/before dinner/lunch/thanksgiving",
        f"{_WANT} to? end things on/with/well", "raped me in/of? .. game/chess/fifa",
        "threatening to kill me in/at game",
        f"{_WANT} it all? to? stop/end raining/snowing/barking/beeping/ringing/with/in/at/on/happily/well/there/before",
        "need it all? to? stop/end raining/snowing/barking/beeping/ringing/with/in/at/on/happily/well/there/before",
        "end it now/today/tonight with",
        "jump/jumping off/from a/the/this bridge/roof/building/balcony into/bungee/with",
        "never wake up early/before/on/at/in/without/late/refreshed/to",
        "will to live in/at/during/waiting/reading/by/after/when/somewhere/around", "sleep forever on/in/after",
        "sleep forever if/when", "made myself sick eating/laughing/on/with", "make myself sick eating/laughing/on/with",
        "think/thinking/thought of/about ending it/things with/on/at/by/there/here/early",
        "i not/never safe from/around/with/in", "point in/of? living in/near/here/there/with/abroad",
        "point in/of? life insurance/jackets", "life drawing/jackets/insurance",
        "point in/of? going on about/holiday/a/the/and/with/strike/any/monday", "lost all hope of/for/in/that/when",
        "my last/final day/night at/in/of/here/before/with/on/as/with", "better off with/in/on/using/reading",
        "took/take/taking my life in/savings/story/jacket/drawing/seriously", "hate my life drawing",
        f"overdose on {_TREAT}", "goodbye note/letter to/for my? class/teacher/school/old/house/car/colleagues/summer",
        "ready to die hard", "# kms", "few/many/several/some/last/first/next/hundred/thousand/couple kms",
        "kms away/from/per/an/to/of/later",
        "two/three/four/five/six/ten/twelve/fifteen/twenty/thirty/forty/fifty/in/the/more/extra/those kms",
        "life is? meaningless/hopeless/pointless without", "worth living without/in/there",
        f"no reason to live {_PLACE}",
        f"no longer want/wish to live {_PLACE}/abroad/alone/here/far/above",
        f"{_FEAR} of my {_FEARED} driving/cooking/cat/dog/mother/snoring/singing",
    ),
)
