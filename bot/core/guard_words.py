"""The words that the guard knows: endings of domains, services, what people say beside them, digits spelt out.

An ending that is a word as well needs more around it to be taken for a domain: people forget the space after a stop.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SURE: Final = _words("com net org info biz edu gov xyz icu")
"""Domains end so, and hardly a sentence begins so, whatever it is written with."""
_COUNTRIES: Final = _words(
    """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca
    cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo
    fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je
    jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo
    mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt
    pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk
    tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
    """
)
_NAMES: Final = _words(
    """
    academy adult agency art asia band bar beer best bio cafe cam cash cat chat city click cloud club coach
    codes community company cool dance date dating day design digital directory earth email events expert family
    fans farm fit football fun games gay global group guide guru health help host house ink jobs land lgbt life
    link live lol love market media men mom money monster movie museum music network news ninja one page party
    pet photo photos pics pink pizza plus porn press pro quest red rest rip rocks run sale school science sex
    sexy shop show singles site social software solutions space store stream studio style support surf systems
    tattoo team tech tel tips today tools top tours town toys trade tube uno vegas video vip vote wang watch
    webcam win work works world wtf yoga zone berlin hamburg koeln wien london paris nyc tokyo amsterdam swiss
    ruhr bayern дети
    """
)
_NAMES_ALONE: Final = _words(
    "app blog dev fyi mobi online website wiki рф рус онлайн сайт бел укр 中国 中文网 公司 网络 在线 みんな 한국"
)
ENDINGS: Final = SURE | _COUNTRIES | _NAMES | _NAMES_ALONE
"""Of domains: of countries, and of the others those that people link to."""
ENDINGS_AND_WORDS: Final = _NAMES | _words(
    """
    ac ad ae ai al am as at au ba be by ca ci co cm do dm er es et fm ga ge hm ht id il im in is it je jo ki km
    kn la li lo ma me mg mi ml mm mo mr ms mt mu my na ne ni no nu om pa pe pm pr ps re sa se sh si so st su ta
    td th to tu us va ve vi ye ya
    """
)
FILES: Final = _words("py md sh ps cc")
"""What files end with: a country as well, but people talk of files."""
NO_SITES: Final = _words("asp.net vb.net ado.net paint.net")
SURE_TO_MAIL: Final = SURE | _words("de at ch uk fr es it nl be se no dk fi pl cz eu io me ru pt br ca au us")
BEFORE_DOT_COM: Final = _words(
    """
    the a an this that of first second early late and or every each another some any no my your old big polka
    red blue green black white little small tiny der die das ein eine einen am im den zum dieser le la el un une
    il lo o um is was before after since during post pre
    """
)
"""«The dot com boom» names no site."""
PLACES: Final = _words(
    """
    home work school uni university church lunch dinner noon midnight night once last least first my the hause arbeit
    casa
    """
)
"""«I'm @home» names nobody."""

SERVICE: Final = (
    r"(?:instagram|insta|ig|snapchat|snap|telegram|tg|whats\s?app|signal|discord|tik\s?tok|facebook|fb|twitter|kik"
    r"|threema|skype|linkedin|wechat|weixin|viber|mastodon|bluesky|bsky|reddit|twitch|onlyfans|tumblr|vk|line\sid"
    r"|steam|psn|xbox|pinterest|venmo|gmail|hotmail|sc|paypal|cash\s?app)"
)
ORDINARY: Final = _words(
    """
    the not now and but for was are were have has had its it's that this these those there here very really just
    only mostly mainly all full always never often still also too about like pretty kind sort quite rather
    almost boring private public empty dead down broken gone weak bad good great fine nice fun terrible awful
    horrible slow fast better worse best worst old new deleted off back out my her his our their your mine yours
    none nothing something everything anything nobody somebody everybody everyone someone where when what which
    who why how because since than then with without from into over under after before yes yeah nope okay sure
    maybe perhaps well much more most less least many lots some any one two three four five six seven eight nine
    ten hundred thousand food cats dogs pictures photos memes people friends mum mom dad work school art music
    bread plants birds travel recipes garbage rubbish chaos addictive stupid evil toxic annoying overrated
    useless useful noise noisy loud quiet hell heaven life time day night today tomorrow yesterday big small
    active famous stuck hooked everywhere nowhere rarely barely seldom offline online lost happy sad tired weird
    strange different same anymore lately again twice once years months weeks days hours minutes fire trash lame
    cringe cursed dry messy spam family purpose accident strong clear jam lol haha blocked banned hacked huge
    tiny long short away busy wrong right left true false strength handler green
    red yellow nicht kein keine nur auch noch immer
    nie mehr sehr ganz ziemlich eher voll leer privat langweilig kaputt weg tot gut schlecht schlimm super toll
    neu alt nervig doof blöd viel wenig alles nichts und oder aber weil wenn dass mit ohne für schon mal halt
    eben wirklich eigentlich leider meistens selten dort hier da heute gestern morgen muy más menos nada todo
    nunca siempre privado privada vacío aburrido aburrida malo mala bueno buena lento con sin para por pero
    porque donde cuando solo sólo también tampoco una uno unos unas los las del que como pas plus très trop nul
    nulle vide privé privée mort morte lent bon bonne mauvais rien tout jamais toujours avec sans pour mais
    parce les des une aussi encore peu mon mes ses notre votre
    """
)
"""What follows a service's name in ordinary talk: «my insta is mostly bread»."""

TALK: Final = ORDINARY | _words(
    "hello love oh my me you we i so do sun ask home foo go sim sì sí não ok no is to it of"
)
"""What people write with stops for spaces: «best.day.ever»."""

DIGITS: Final = {
    word: str(digit)
    for language in (
        "zero one two three four five six seven eight nine",
        "oh one two three four five six seven eight nine",
        "null eins zwei drei vier fünf sechs sieben acht neun",
        "null ein zwo drei vier fuenf sechs sieben acht neun",
        "zéro un deux trois quatre cinq six sept huit neuf",
        "cero uno dos tres cuatro cinco seis siete ocho nueve",
        "zero um dois três quatro cinco seis sete oito nove",
        "zero uno due tre quattro cinque sei sette otto nove",
        "ноль один два три четыре пять шесть семь восемь девять",
    )
    for digit, word in enumerate(language.split())
}
