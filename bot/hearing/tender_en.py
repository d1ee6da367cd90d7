"""What makes an English answer tender: loss, illness, a break. The bot then offers to stay or to move on.

How it was chosen: words that in a few words about oneself nearly always mean the grave thing, in patterns that name
who or what is meant, because the single words lie (batteries die, people are dead tired, everybody loses keys).
Grief is said in the past and of a person or an animal, so `died` counts and `dying` only with a person near it.

How to change it: add a pattern (see `bot.hearing.patterns`), then a row to tests/hearing/test_tender.py that shows
what it is for, and one that shows what it must not catch. A tender answer missed gets a default, which must read
without a wince; a false one gets a solemn line, which is worse where somebody was joking.
"""

from __future__ import annotations

from bot.hearing.patterns import Patterns

_KIN = (
    "mum/mom/mother/mummy/mama/dad/father/daddy/papa/parent/parents/sister/brother/son/daughter/child/baby/twin/"
    "gran/granny/grandma/grandmother/nan/nana/grandpa/grandad/granddad/grandfather/grandparents/aunt/auntie/uncle/"
    "cousin/niece/nephew/husband/wife/partner/spouse/fiance/fiancee/boyfriend/girlfriend/friend/friends/bestie/"
    "dog/cat/puppy/kitten/horse/pet/rabbit/family/mate/colleague/neighbour/neighbor/teacher/someone/somebody/people"
)
_WHO = f"{_KIN}/he/she/they/who"
_SPOUSE = "husband/wife/partner/boyfriend/girlfriend/fiance"
_CROWD = (
    "crowd/supermarket/shop/maze/ikea/mall/station/airport/market/museum/fair/concert/festival/party/game/park"
)
_LATE = (
    "mum/mom/mother/dad/father/sister/brother/son/daughter/gran/granny/grandma/grandmother/nan/nana/grandpa/grandad/"
    "granddad/grandfather/aunt/auntie/uncle/husband/wife/partner"
)

TENDER = Patterns(
    like=(
        f"{_WHO} just/recently/suddenly/also/has/had/have? died", f"{_KIN} .. died", "since .. died", "after .. died",
        "before .. died", "when .. died", "died last/this/in/on/when/from/of/suddenly/young/before/after/at/during",
        "nearly/almost died", f"{_KIN} is? dying", f"{_KIN} is? dead", f"{_WHO} is? no longer with us", "passed away",
        "killed/hanged/hung himself/herself/themselves", "took his/her/their own life",
        "we split up/apart", "we broke up", "broke up last/in/on/after/this",
        "very/seriously/gravely/so ill", f"{_SPOUSE} left", f"since {_KIN} is? gone", f"now {_KIN} is? gone",
        "isnt/not/arent with us anymore", "isnt/not/arent with us any more", "rest in peace", f"rip my? {_KIN}",
        "is? in heaven now", f"{_KIN} ashes", "postpartum", "anorexia/bulimia/anorexic/bulimic",
        "eating disorder/disorders", "homeless", "in prison/jail",
        "feel so/very/really/invisible/completely/utterly alone/lonely/empty/worthless",
        "i feel invisible/worthless/useless/unwanted", "i broken", "hate myself", "i worthless/useless", "cant cope",
        "i was abused/molested/assaulted", "used to hit/beat/hurt me/us", "touched me when/as",
        f"{_WHO} has/have/had? passed", "stillborn/stillbirth", "miscarriage/miscarriages/miscarried",
        "funeral/funerals", "hospice", "widow/widowed/widower", "bereaved/bereavement", "grief/grieving/grieve",
        "mourning/mourn", f"lost my/our {_KIN}", f"i/we lost a {_KIN}", f"lost his/her/their {_KIN}",
        f"losing my/our {_KIN}", f"i/we lost .. {_LATE}", "i lost him/her/them", f"my/our late {_LATE}",
        f"{_KIN} .. buried", "graveside", f"{_KIN} grave", "cancer", "chemo/chemotherapy", "tumour/tumor",
        "leukaemia/leukemia", "dementia/alzheimer", "alzheimers", "terminally ill", "stroke last/in/and",
        f"{_KIN} .. stroke", "heart attack", "overdose/overdosed", "in a? coma", "hospital/hospitals",
        "in intensive care", "icu", "diagnosed/diagnosis", "life support", "divorce/divorced/divorcing",
        "my parents split", "broke up with", "broke my heart", "heartbroken", "broken heart", f"{_WHO} left me",
        "walked out on me/us", "cheated on me", "we lost the/our? baby", "lost everything",
        "lost our/my house/home/job", "i was/got fired", "made redundant", "depression/depressed",
        "panic attack/attacks", "breakdown", "burnout", "i miss him/her/them", "miss .. so much",
        f"i/we miss my/our {_KIN}", "cried/crying myself to sleep", "so lonely", "feel lonely/alone/worthless/empty",
        "feeling lonely/alone/worthless/empty", "i lonely", "nobody/noone loves/likes me", "no one loves/likes me",
        "nobody/noone cares about me", "no one cares about me",
        "the war", "we/i fled", "refugee", "bombing/bombed/shelling", "car accident/crash", "put him/her to sleep",
        "had to put .. down", "rehab", "relapse/relapsed", "alcoholic", "foster care", "estranged",
        f"{_KIN} .. not? speak/speaking/talk/talking to me", "hasnt spoken to me", "ptsd", "trauma/traumatic",
        "not .. alive anymore/any", "no longer alive", "used to beat me/us", "bullied/bullying",
    ),
    certain=("cancer survivor/survivors/patient/patients/diagnosis/ward/treatment/scare",),
    innocent=(
        "killed himself/herself/themselves laughing", "died laughing/inside/down/out", "broke up laughing/laughter",
        "we broke up in/into? laughter/laughing/teams/pairs/groups",
        "died of? laughter/embarrassment/shame/boredom/cringe/cuteness/happiness",
        "nearly/almost died of/from? laughing/laughter/embarrassment/shame/boredom/cringe/happiness",
        "nearly/almost died when/because? .. laughing", "to die for", "dead tired/serious/easy/simple/good/funny/set",
        "dead end", "he/she/they had/have/has/just? died .. in the? game/film/movie/book/show/series",
        "phone/battery/laptop/computer/car/tv/internet/wifi/router/plant/plants/engine/console/tablet/watch .. died",
        "phone/battery/laptop/computer/car/tv/plant/plants .. is? dead", "she/he/i/friend/mate/bro is? dead inside",
        "astrological/zodiac/sign/star/born/july/june .. cancer", "cancer sign/moon/season/rising/sun/zodiac",
        "i am? a? cancer and", "i am? a cancer", "tropic of cancer", "heart attack burger/moment/when",
        "heart attack on a plate", "nearly/almost gave/had/got .. a? heart attack", "stroke of luck/genius/midnight",
        "passed the/my/his/her/it/by", "passed out/over/through/down", "passed exam/exams/test", "car breakdown",
        "breakdown truck/van/service/lane", "nervous breakdown over/about? .. ikea", "great/good/big depression glass",
        "star wars", "the war of/on/games", "war film/films/movie/movies/book/books/games/game", "tug of war",
        "funeral song/march/playlist for my", "four weddings and a funeral", "widow black", "black widow",
        "grief tourist", "good grief", "i/we miss my/our family/friends/friend/dog/cat/neighbour/mate .. when/at/on",
        "sober october", "stone cold sober", "divorce lawyer/lawyers/court", "general hospital",
        "animal/dolls hospital", "hospital drama/series/show/food/corners/bed/gown/radio",
        f"{_SPOUSE} left his/her/the/a/it/on/in/for/to/my/some/early/late/behind", "prison break", "hate myself for",
        f"lost my/our {_KIN} in/at a/the? {_CROWD}",
        "work/works/worked/working/job/shift/shifts/nurse/doctor/born in/at/to a/the? hospital/hospitals",
        "born/birth in/at a/the? hospital", "rehab song/by", "trauma surgeon/team", "burnout paradise",
        "dead/died sea", "burnt/tyre burnout", "to the hospital shop",
        "left me speechless/alone/a/the/his/her/their/some/this/it/with/cold/behind/wondering/hungry/confused",
        "left me no/an/in/on/to/at/two/three/five/for a",
    ),
)
