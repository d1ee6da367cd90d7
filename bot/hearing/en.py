"""English, as data. A word may be added anywhere here; the tables in tests/hearing say what must stay true."""

from __future__ import annotations

from bot.hearing.distress_en import DISTRESS
from bot.hearing.lexicon import Lexicon, vocabulary
from bot.hearing.remarks_en import LOOSELY, MEANING, NEVER_MEANT, REMARKS, RETRACTING
from bot.hearing.replies_en import BACK, DONE, HELLO, JOKES, LATER, PUZZLED, SHORT, UNDECIDED
from bot.hearing.tender_en import TENDER


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Pairs as `a b, c d`."""
    pairs = set()
    for pair in text.split(","):
        first, second = pair.split()
        pairs.add((first, second))
    return frozenset(pairs)


_POSSESSIVES = "my our your his her their its"
_PRONOUNS = "i me you he him she it we us they them myself yourself"

ENGLISH = Lexicon(
    language="en",
    stemmer="english",
    fold=True,
    clitics=("'s", "s'", "'m", "'re", "'ve", "'d", "'ll", "'"),
    same={
        "im": "i",
        "ive": "i",
        "hes": "he",
        "shes": "she",
        "thats": "that",
        "whats": "what",
        "cannot": "cant",
        "theyre": "they",
        "youre": "you",
        "dunno": "idk",
        "dno": "idk",
        "mums": "mum",
        "moms": "mom",
        "dads": "dad",
        "nans": "nan",
        "gonna": "going",
        "favorite": "favourite",
        "color": "colour",
        "u": "you",
        "ur": "your",
        "urs": "yours",
        "r": "are",
    },
    little=vocabulary(f"a an the {_POSSESSIVES} this that these those of in on at to and is am are be for"),
    determiners=vocabulary(f"the this that these those i {_POSSESSIVES} it its maybe actually wait"),
    correctors=vocabulary("no"),
    negators=vocabulary(
        "not no never none neither nor nothing nobody nowhere hardly barely aint cant dont doesnt didnt wont "
        "wouldnt couldnt shouldnt isnt arent wasnt werent hasnt havent hadnt mustnt neednt shant nt non"
    ),
    universals=vocabulary("nobody nothing nowhere none noone no"),
    but="but",
    exceptives=vocabulary("except without excluding minus than besides unlike"),
    exceptive_pairs=_pairs(
        "rather than, instead of, other than, apart from, aside from, anything but, everything but, all but, "
        "anywhere but, everywhere but, anyone but, everyone but, anybody but, everybody but, far from, no longer, "
        "any but, everything except, anything except, anything besides"
    ),
    harmless_pairs=_pairs(
        "not only, not just, not merely, not simply, not to, no doubt, no question, no contest, no brainer, no wonder, "
        "no matter, no problem, no worries, no joke, no kidding, no lie, no offence, no offense, no idea, no clue, "
        "dont know, dont remember, dont mind, dont think, dont laugh, dont judge, dont ask, cant wait, cant stop, "
        "cant help, cant lie, cant explain, cant say, cant remember, cant decide, couldnt stop, never stop, "
        "never stopped, without doubt, without question, without hesitation, without thinking, wouldnt mind, "
        "never fails, cant beat, nothing beats, not going, not lying, not sorry, not joking, dont get, "
        "why not, if not, or not, not bad, never forget, never forgot, wont forget, cant forget, didnt forget"
    ),
    breakers=vocabulary(
        "but because cause cos cuz coz bc since though although however if when while whereas until till unless so "
        "which who whose yet still then"
    ),
    telling=vocabulary(
        "saw seen once was were had met heard knew ago yesterday used remember remembered "
        "scared afraid terrified frightened allergic what why how who"
    ),
    aversions=vocabulary("hate hated dislike disliked detest loathe avoid avoided less least"),
    fillers=vocabulary(
        f"{_POSSESSIVES} {_PRONOUNS} a an the this that these those of in on at to and is am are be for as with by "
        "would could should will might may can must id ill said say says saying think thinks thought guess guessing "
        "suppose reckon feel believe bet going go goes went choose chose choosing pick picking picked select take "
        "taking took have want wanna wanting like love prefer preferably vote votes voting rather sooner definitely "
        "def defo definately obviously obvs clearly certainly absolutely totally really truly honestly tbh imo imho "
        "ngl frankly surely sure probably prob probs prolly possibly perhaps maybe likely always any day every time "
        "everytime course please pls plz thanks thank ty ok okay k oh ah um umm uh hm hmm well so "
        "then now just simply all way team mine answer choice option number nr num today tonight here was were been "
        "being do does did get give still only one ones person yes yeah yep yup ya aye hey hi lol haha hahaha hehe xd "
        "xx x man mate bro dude very much most more too lot bit kinda kind sort actually easily easy hands down 100 "
        "percent without doubt hesitation question no brainer contest from if had has got anyway though tho again "
        "totes gotta has let lets us some me myself personally personal btw right aw aww ooh wow erm er eh mhm "
        "final letter idk something such there its it side part type other two between these both"
    )
    - vocabulary("both other two"),
    cues=vocabulary(
        "be go going choose chose pick picked select take prefer preferably rather vote team definitely def defo "
        "obviously clearly certainly absolutely totally probably maybe perhaps guess think say would id want wanna "
        "love favourite answer choice most more"
    ),
    numbers={
        "zero": 0,
        "nil": 0,
        "nought": 0,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty": 20,
        "hundred": 100,
    },
    ordinals={
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "fifth": 5,
        "sixth": 6,
        "1st": 1,
        "2nd": 2,
        "3rd": 3,
        "4th": 4,
        "5th": 5,
        "6th": 6,
        "former": 1,
        "last": -1,
        "latter": -2,
    },
    both=vocabulary("both all either any"),
    neither=vocabulary("neither none"),
    depends=vocabulary("depends depend depending"),
    undecided=UNDECIDED,
    marks=vocabulary("option opt answer letter choice number"),
    beside_all=vocabulary("of them the above three two four is are fine these please one ok"),
    statements=vocabulary("is are was were has have had can cant do does did sound sounds look looks seem seems"),
    compared=vocabulary("more most better best worse worst"),
    comparing=("er",),
    refusing=vocabulary("no never nope nah not me way really thanks i think joking kidding wait"),
    firsts=vocabulary("first firstly best most"),
    lasts=vocabulary("last lastly finally least"),
    backwards=vocabulary("after under below reverse reversed backwards"),
    pronoun_marks=vocabulary("the this that no some any which every last"),
    units=vocabulary(
        "year years month months week weeks day days hour hours minute minutes second seconds times people kids "
        "children am pm percent euro euros dollars pounds km miles kg cats dogs friends sisters brothers"
    ),
    hours=vocabulary("at until till before after since by"),
    poised=vocabulary("sit sits sitting stand stands standing somewhere hover hovering stay stays land lands landed"),
    out_of=vocabulary("of out from"),
    courtesy=vocabulary(
        "tbh sorry really honestly lol man ha haha well oh um hm just please to be honest truthfully mate dude bro"
    ),
    back_openers=vocabulary("and what how but"),
    joiners=vocabulary("and plus n"),
    over=vocabulary("over beats beat before above"),
    short=SHORT,
    back=BACK,
    puzzled=PUZZLED,
    remarks=REMARKS,
    retracting=RETRACTING,
    meaning=MEANING,
    loosely_meaning=LOOSELY,
    never_meant=NEVER_MEANT,
    hello=HELLO,
    jokes=JOKES,
    done=DONE,
    later=LATER,
    tops=vocabulary("max maximum top highest full most maxed"),
    bottoms=vocabulary("min minimum lowest bottom least"),
    middles=vocabulary("middle midway halfway middling"),
    tender=TENDER,
    distress=DISTRESS,
    speaker=vocabulary("i id ill"),
    stop=vocabulary(
        f"{_POSSESSIVES} {_PRONOUNS} the and but not nor for with without from into onto over under about after before "
        "this that these those there here then than they them who whom whose which what when where why how all any "
        "some each every both either neither none one two three first last next same other another such only own too "
        "very just even still also again ever never always often sometimes maybe perhaps really quite rather almost "
        "much many more most less least few lot lots bit thing things something anything nothing everything someone "
        "anyone everyone nobody somebody anybody everybody "
        "stuff kind sort way are was were been being have has had having does did done doing "
        "can cant could would should will wont shall may might must dont doesnt didnt isnt wasnt couldnt wouldnt get "
        "gets got getting give gave go goes going gone went come came make made take took put say said says tell told "
        "know knew think thought guess like want wanted need feel felt see saw look looked find found keep kept let "
        "use used try tried seem good bad nice great best better big small little old new long yes yeah yep okay sure "
        "well now today tonight tomorrow yesterday day days time times year years ago once twice because since while "
        "until though although however unless probably definitely obviously honestly actually please thanks thank "
        "lol haha idk tbh hmm back right meant mean means "
        "out off down through between around during against few ones people person"
    ),
)
