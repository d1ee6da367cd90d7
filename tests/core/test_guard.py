"""What strangers may write to each other before both agreed to exchange contacts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.guard import LINES_A_MINUTE, LINES_AN_HOUR, Reason, flooding, held_back, relayed
from bot.decks.reading import read

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

LINKS: Final = """
you can find me at example.net
search for ada-lovelace.com ok
fb.com/ada
https:/example.com
https//example.com
example.com.
"example.com"
<example.com>
example.com!
examp1e.com
example .de
example-dot-com
example*dot*com
example DOT COM
example d0t com
example (punkt) de
example{.}org
example(.)org
sub.example.museum
tiny.cc/abc
example.ai
character.ai
x.com/ada
x.com
wikipedia.org
google.de
youtube.com
steamcommunity.com/id/ada
twitch.tv/ada
linktr.ee/ada
ада точка ком
почта ада@пример.рф
https://example.com
look at http://example.org/page?id=3 please
HTTPS://EXAMPLE.COM
ftp://files.example
hxxps://example[.]com/a
steam://run/42
javascript:alert(1)
mailto:ada
www.example.test
WWW.EXAMPLE.TEST
www . example . com
example.com
I wrote about it on example.com.
see example.com/photos, it is all there
Example.Com has it
EXAMPLE.COM
my page is ada-lovelace.de
meine Seite ist beispiel.de
es steht auf beispiel.de/impressum
foto.example.co.uk
example.io is mine
ada.dev
ada.me
find it at ada.it
ada at example.org
ada.es, if you like
ada.me/about me
my-page.it is nice
mail.example.it today
xn--bcher-kva.example.com
пример.рф
mysite.online
bread.blog
cats.photos/mine
ada.link
bit.ly/3xYz
youtu.be/dQw4w9WgXcQ
t.co/abc
is.gd/x
goo.gl/maps
discord.gg/abcdef
instagram.com/ada
www.instagram.com/ada
example dot com
example DOT org
go to example (dot) com
example[dot]me
example [.] io
example{dot}de
beispiel punkt de
ejemplo punto com
exemple point fr
exemplo ponto com
пример точка ру
example .com
example . com
example. com
example,com
example.com:8080
192.168.0.1
my server is 10.0.0.17:8080
2001:db8:85a3:0:0:8a2e:370:7334
fe80::1ff:fe23:4567:890a
[my page](https://example.com)
[here](//example.test/a)
[here](example.test/a)
<a href=x>
ｅｘａｍｐｌｅ．ｃｏｍ
example。com
example․com
example｡com
exam\u200bple.c\u200bom
ex\u00adample.co\u2060m
e\u0301xample\u200d.\u200dcom
ехамрӏе.сом
ехample.com
ⓔⓧⓐⓜⓟⓛⓔ.com
𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦
example\u00b7com
example•com
"""

MENTIONS: Final = """
@ada:matrix.org
matrix: @ada:example.org
#room:example.org
user ada#0001
mastodon @ada@mastodon.social
@ada
write to @ada_lovelace
I'm @ada99 everywhere
(@ada)
@ada.lovelace
＠ada
@everyone
@here
t.me/ada
https://t.me/ada
telegram.me/ada
T.ME/ada
tg://resolve?domain=ada
ada#1234
Ada Lovelace#0042
<@123456789>
<@!123456789>
<#123456789>
@ada:example.org
write me, @ada:matrix.example.org
#reading:example.org
!abcdef:example.org
@ada@social.example
@\u200bada
@ ada_l
"""

CONTACTS: Final = """
my number: 0171 - 123 - 4567
my number is zero-one-seven-one-five-five-five
(+49)171/1234567
tel. 089 / 123 456 78
07911 123456
07911123456
+44(0)7911 123456
8 800 555 35 35
8-800-555-35-35
+7 (912) 345-67-89
call 911 2345 678
090-1234-5678
079 123 45 67
hmu on ig: adal
ig is ada_l
ig - ada_l
snapchat ada_l
sc: adal22
add ada_l on discord
discord ada_l
my tiktok's adal99
mein signal name ist ada.42
schreib mir auf telegram: adalove
schreib mir auf whatsapp 0171 1234567
i'm on telegram as adalove
mail me: ada dot lovelace at example dot com
ada.lovelace (at) example com
gmail: adalovelace
adalovelace gmail com
flat 4, 12 Baker St.
Rue de Rivoli 12
10 Downing Street
4 Privet Drive
DE89370400440532013000
5105-1051-0510-5100
whatsapp me at 555 123 4567
bsky: ada.bsky.social
позвони мне 8 912 345 67 89
电话 13812345678
call me on nine one seven five five five one two one two
ada@example.org
my mail is ada.lovelace+table@mail.example.org
ADA@EXAMPLE.ORG
ada＠example．org
ada @ example.org
ada @ example . org
ada@gmail
wa.me/491711234567
ada at example dot org
ada AT example DOT org
ada (at) example (dot) org
ada[at]example.org
ada {at} example org
ada at gmail
write to ada at gmail dot com
ada ät beispiel punkt de
ada arroba ejemplo punto com
ada(at)beispiel.de
+49 171 1234567
+491711234567
+1 (555) 123-4567
+44 20 7946 0958
call me: 0049 171 1234567
0171 1234567
0171/1234567
0171-123 45 67
030 12345678
(030) 1234 5678
06 12 34 56 78
06.12.34.56.78
020 7946 0958
555-123-4567
(555) 123-4567
555.123.4567
555 123 4567
612 345 678
138 1234 5678
15551234567
call me 555 1234 or so
my phone: 5551234
text me at 12 43 65 87
meine Nummer 171 12345
0 1 7 1 1 2 3 4 5 6 7
0-1-7-1-1-2-3-4-5-6-7
zero one seven one five five three two one
null eins sieben eins, fünf fünf drei zwei eins
cero seis uno dos tres cuatro cinco nueve
٠١٧١١٢٣٤٥٦٧
０１７１ １２３４５６７
0\u200b1\u200b7\u200b1\u200b1234567
0️⃣1️⃣7️⃣1️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣
०१७११२३४५६७
my insta is ada_lovelace
my insta is adalovelace
My Insta Is AdaLovelace.
insta: adalovelace
IG: ada.l
ig ada_l
snap: adal
my snap is adal99
snapchat = ada
my discord is ada
my discord name is ada
add me on snap, ada_l
find me on instagram as adalovelace
find me on insta under adalovelace
whatsapp: +49 171 1234567
signal 0171 1234567
signal: ada.42
telegram: adalovelace
my telegram is adalovelace and yours?
threema: ABCD1234
mein insta ist adalovelace
mein Insta heißt ada_l
such mich auf insta unter adalovelace
auf Instagram als ada.lovelace
mi insta es adalovelace
mon insta est adalovelace
il mio insta è adalovelace
ada_lovelace on insta
I'm adalovelace on instagram
ich bin adalovelace auf insta
soy adalovelace en instagram
it's ada_l99 on snap
my ｉｎｓｔａ is ada_l
paypal: adalovelace
DE89 3704 0044 0532 0130 00
GB82WEST12345698765432
iban fr14 2004 1010 0505 0001 3m02 606
4111 1111 1111 1111
5500005555555559
3782 822463 10005
I live at 12 Baker Street
221b Baker St, come over
742 Evergreen Terrace
17 Old Mill Lane
Hauptstraße 12
ich wohne in der Lindenallee 7 in Köln
Musterstr. 5
Bahnhofstrasse 3a
12 rue de la Paix
calle Mayor 5
via Garibaldi 12
52.520008, 13.404954
"""

INNOCENT: Final = """
tiger, obviously
I live in no. 10
I was born in 1987
between 2014 and 2018, or 2014-2018
the years 2019 2020 2021 2022 all felt the same
1998, 1999, 2000
in the 90s we had no phones
my number is 7
my lucky number is 13
call me at 5
call me at 5:30, no, at 17.30
call me Ada
text me when you are home
I phoned 3 times in 2 days
ring the bell twice
it cost 12.50
about €1.299,00 for the lot
$1,299.99 is too much
1.299.000 Euro for two rooms
1 000 000 thanks
a billion is 1000000000
1,000,000,000 stars
83.240.525 people live there
3.5 of 5
3.5 out of 5, maybe 4.25
a 7/10, sometimes 8/10
24/7
50/50
we won 3-1
we won 21-19 18-21 21-15
0-0 1-0 1-1 2-1 3-1
at 8:30 or 9:15
um 8.30 Uhr
08.30-09.30 works
from 08:30 to 17:45
on 2026-11-22
on 2026-11-22T08:30:00
22.11.2026
am 01.02.2026 um 08:30
01/02/2026 05:30
03-04-2026
22. 11. 2026
born 03 04 1985
version 2.0
v1.2.3
v1.2.3.4 was the best
version 10.4.11.2
python 3.11.7
node.js
I wrote it in node.js.
Vue.js and three.js
ASP.NET, a long time ago
main.py and readme.md
index.html
photo.jpg
my essay.docx is lost
e.g. bread
i.e. never
eg. that one
etc.etc.
Mr.Smith
Mrs.Jones and Dr.No
Dr.Who
St.Gallen
St.Pauli
the U.S.A.
U.S.A., then home
a.m. or p.m.
6 a.m.
6am with coffee before the kids
P.S. I love you
J.R.R. Tolkien
J.K.Rowling
Ph.D.
No.1
no.5 is my favourite perfume
vol.2 is better
pp. 3-17
A4, C.S. Lewis
yes.it was great
fine.so I left
I was home.So I slept
we went home.In the end it rained
thanks.I mean it
ask him.no
wait...so you said yes
well...it is
no…me neither
I said it.It was true
the end.Be well
it was good.Is it yours?
what.is.this
no.no.no
so.much.bread
I'm home.In bed
I work at a bakery
I work at google
we met at example
she waited at home
look at dot, the dog
dots at last
meet me at the dot on the map
a red dot in the middle
the dot com boom
before the dot com bubble
polka dot de luxe
I was there @ 5
dinner @ 8pm
I'm @home
@work again
2 apples @ 50 cents
@_@
@.@
o_o
^_^
:-) :D xD <3
:: what ::
1:0
it's 10:30:15 now
chapter 3:16
the ratio 16:9
std::vector is a word?
a::b
C#
C# and F#
we are #1
#bread
room #12
flight 1234
bus 42, then tram 7
42nd Street
24 hours on the road
3 miles down the road
2 cats on the street
12 monkeys
Abbey Road
I live on a quiet street
down the lane
two streets from here
house number 12
the 3rd floor
flat 4b
my zip code is short
10115 Berlin
10000 Menschen
Zimmer 12
auf dem Spielplatz 3 Kinder
auf dem Heimweg 20 Minuten
der Weg 2 Stunden lang
am Alexanderplatz um 8
ich wohne in der Nr. 10
Hausnummer 7
z.B. Brot
z.B.Brot
d.h. nie
u.a. Tee
usw.usf.
bzw. Kaffee
ca. 3
ca.3
am 3.Mai
der 1.FC Köln
ich war da.Es war schön
ich sagte nein.So war das
Das war's.Am Ende schlief ich
Der Punkt ist, dass ich müde war
auf den Punkt de facto
punkt um acht
mit 3,5 von 5
1.000,50 Euro
dreißig Grad
eins, zwei, drei, vier
eins zwei drei vier fünf sechs sieben acht
one two three four five six seven eight nine ten
one, two, three, and then it stopped
two or three, maybe four or five
10 9 8 7 6 5 4 3 2 1
1 2 3 4 5 6 7 8 9 10
0 1 2 3 4 5 6 7 8 9
01010101 is 85
123456789 is a bad password
3.14159265358979
3,14159265358979
2.718281828
0.123456789
pi is about 3.1416
10^100
6.022e23
2 + 2 = 4
5 x 5
1/3
0.5 0.25 0.125
170 180 190
100-200 people
1914-1918 and 1939-1945
-5 degrees, +30 in summer
+1
+1000
007
the 101 dalmatians
1001 nights
room 101
1984 by Orwell
9/11
9-to-5
4x4
mp3
covid19
R2D2
B12
H2O
my insta is mostly bread
my insta is private
my instagram is boring.
my insta is dead and I like it
my snap is broken
snap, mine too
oh snap that hurt
my signal is weak here
signal: none
the signal was lost
whatsapp is enough for me
I hate whatsapp groups
text me on signal
let's move to whatsapp?
discord is full of noise
I'm not on instagram
I'm only on discord
I'm addicted to instagram
I'm always on tiktok
scrolling instagram at 2am
facebook in 2009
the 90s on facebook
10k on instagram
telegram from my grandmother
a telegram: come home
steam from the kettle
steam: too hot
my mail is late
my mail is empty
mail, parcels, bread
kik it like that
ig nobel prize
my discord is a mess
mein Insta ist langweilig
mein Handy ist kaputt
mein Insta ist voll mit Katzen
auf Instagram nur Brot
mi insta es aburrido
mon insta est vide
[laughs](quietly)
[sighs] (again)
no (really) no
a https joke
the www of feelings
www, what a word
T.S. Eliot
a.k.a. the cook
o.k. then
R.I.P.
N.Y.C. in May
L.A.
El punto es que no quiero
un punto de vista
el 3.de mayo
a las 8.30 de la tarde
vivo en el n.º 10
casa.De verdad
EE.UU.
Sr.García
no sé.Es raro
unos 1.500 euros
cinco, seis, siete
un point de vue
c'est un point net
à 8h30
la rue de mon enfance
3 avenues plus loin
j'ai fini.Je pars
M.Dupont
c.-à-d. jamais
oui.ça va
1 234 567 étoiles
deux, trois, quatre
são 3,5
fui lá. com ela
o ponto é esse
al·lucinant, col·lecció, paral·lel
т.е. никогда
и т.д.
Я дома.А ты?
в 8.30 утра
в 1987 году
точка на карте
عندي ٣ قطط
في عام ١٩٨٧
الساعة ٨:٣٠
٣٫٥ من ٥
おはよう。今日は3.5
我住在10号。你呢
हम १० बजे मिले
ok. me too
tea · coffee · bread
bread • butter
one.
...
?!
I love u.so much
it was ok.but then
she's 5.it was her birthday
we have 2.de kinder
I'd say 9.5/10
my gran's tel was in the hall
I called my brother 3 times in 2019, 4 in 2020
number 12345 on the list
ticket 123456
my number is 123456
order number 1234567
the code is 4711
pin 1234
I have 100000 things to do
1234567 stars in the sky
12 345 678 people
there are 7,900,000,000 of us
8 billion
1.5M
300km
5'11"
180cm
37.5 degrees
98.6F
10:30-11:45, then 12:00-13:00
Mon-Fri 9-17
mo-fr 8.00-16.30 uhr
2-3 2-4 2-5
1-2-3-4-5
5-4-3-2-1-0 go
3-3-4 formation, or 4-4-2
4-3-3
psalm 119:105
john 3:16-18
the 100m in 9.58
42.195 km
it's 50-50
from A to B
A.I. is odd
U.N. and E.U.
at the U.K. border
in the U.S.
in the U.S.for a year
D.C. was cold
p.m.in the evening
St.Petersburg
Ft.Worth
vs.me
no.1 or no.2
ex.: bread
inc. and ltd.
Yes.No.Maybe.
Yes.No.Maybe
hello.world
foo.bar
good.night
sleep.well
oh.my.god
oh.my
love.it
I am so.tired.
tired.of.this
i.am.tired
best.day.ever
worst.year.ever
so.much.fun
home.work
my.life
sun.day
one.day
me.too
not.me
do.not.ask.me
my.house my.rules
tea.or.coffee
coffee.tea
left.right
wait.what
wait.who.is.it
it was cool.who knows
great.thanks for asking
okay.and you
hm.i think so
good.how are you
nice.tell me more
sure.let me think
yes.is it true
i cooked.it burned
i tried.to no end
i like it.my mum too
go home.be well
good.in the end
done.at last
old.as in very old
dogs.us too
cats.me too
home.la la la
bread.am I right
j'aime.la vie
c'est bon.il pleut
je pense.je suis
ok.ca va
oui.et toi
non.ne dis rien
sí.es verdad
no.de nada
claro.la verdad
bueno.al final
sim.eu sei
não.é isso
gut.es war
ja.am Meer
nein.in Köln
schön.er lacht
klar.im Winter
genau.da war ich
sì.io vado
va bene.ci vediamo
ja.nu kör vi
tak.to prawda
nie.na pewno
no.se vuoi
hi @ all
@ work
see you @ 8
it's @ the corner
look @ me
a+b@c
reddit is where I read
I read it on reddit once
on facebook since 2008
my facebook is from 2008
on twitter nobody is kind
instagram, tiktok, all of it
instagram/tiktok
snapchat streaks
snap decisions
a cold snap in may
the signal 5 minutes away
the telegram 1917
steam deck
xbox 360
xbox one
ps5 or xbox
playstation 2
steam engine 1804
twitch in my eye
reddit: the front page
signal: green
signal = noise
facebook = my mum
insta - no
insta (no)
discord, because of noise
on discord with friends
on my discord server we talk
I'm mom on facebook
I'm nobody on twitter
everyone I know on instagram
my mum on facebook
cats on instagram
10 years on facebook
one year on discord
she is on insta
I met her on tinder
my signal was gone for 3 days
my snap score is 20000
my insta has 12 pictures
my steam library is huge
my steam is full of unplayed games
my reddit is a secret
my twitch is back
my paypal is empty
mein steam ist voll
meine Handynummer ist geheim
meine Nummer kennt keiner
ich wohne im 3. Stock
Straße 12 kenne ich nicht
die Straße 3 km entlang
der Platz 2 war besetzt
auf Platz 3
auf Platz 1.
Platz 1, immerhin
mein Lieblingsplatz 1
am Ufer 3 Enten
12 street lamps
the 39 Steps
101 Dalmatians on the Road
30 Rock
3 rue
2 avenues
via 3 cities
calle 13 is a band
via Rome 2 times
0 regrets
00:15
12.12.12
1.1.2000
2000-01-01 00:00
1/1/1970
11/22/63
20.-22.11.
am 5./6. Mai
§ 823 BGB
3€
$5
100%
#1!
#throwback
C#4
F#1234
G#2000
A#1 and B#2
song no. 5 in C# minor
issue #1234
#1234
room#12
what the #?!
f***
a*b*c
[ok]
[sic](!)
(a)(b)
{x}
<3 you
<- that
a->b
->
key: value
note: this
yes: no
10:1
2:1:1
1:2:3:4:5
a:b:c:d:e:f
12:34:56
::
x::y
http is a protocol
https
www
e-mail is slow
I got an e-mail at work dot dot dot
dot dot dot
connect the dots com
the point com
a point of no return
punkt, komma, strich
der punkt de grandeur
at (the) end
look at (that) thing
meet at [home] soon
I work at home dot I mean it
she is at rest. in peace
arroba is a weight
at gmail they fixed it
"""


def _lines(table: str) -> list[str]:
    return [line for line in table.split("\n") if line]


CAUGHT: Final = [
    (line, reason)
    for reason, table in ((Reason.LINK, LINKS), (Reason.MENTION, MENTIONS), (Reason.CONTACT, CONTACTS))
    for line in _lines(table)
]
DECKS: Final = sorted((Path(__file__).parents[2] / "question_decks").glob("*.yaml"))


def test_the_tables_are_long() -> None:
    """There are at least 120 examples of what is caught and 200 of what is not, each once."""
    assert len(set(CAUGHT)) == len(CAUGHT) >= 120
    assert len(set(_lines(INNOCENT))) == len(_lines(INNOCENT)) >= 200


@pytest.mark.parametrize(("line", "reason"), CAUGHT)
def test_what_leads_out_is_held_back(line: str, reason: Reason) -> None:
    """Links, handles and contacts are seen, however lightly they are dressed up."""
    assert held_back(line) is reason


@pytest.mark.parametrize("around", ["so, {}", "{} - ok?", "I thought about it for long.\n{}\nWhat about you?"])
def test_what_leads_out_is_seen_in_company(around: str) -> None:
    """Words before and behind, and on other lines, hide nothing."""
    unseen = [line for line, _ in CAUGHT if held_back(around.format(line)) is None]
    assert unseen == []


@pytest.mark.parametrize("line", _lines(INNOCENT))
def test_ordinary_talk_passes(line: str) -> None:
    """Years, prices, scores, times, abbreviations, files and forgotten spaces are no way out of the table."""
    assert held_back(line) is None


def test_two_innocent_lines_are_innocent() -> None:
    """What passes alone passes with another line above it."""
    lines = _lines(INNOCENT)
    joined = [f"{one}\n{other}" for one, other in pairwise(lines)]
    assert [line for line in joined if held_back(line) is not None] == []


def _answers() -> Iterator[str]:
    for path in DECKS:
        deck = read(path.read_bytes(), path.name).deck
        assert deck is not None
        for question in deck.questions:
            yield from (question.text, question.example, *(answer for answer, _ in question.hears))


def test_no_answer_of_our_decks_is_held_back() -> None:
    """Every sample answer and every question that ships may be said at a table."""
    answers = list(_answers())
    assert len(answers) > 500
    assert [answer for answer in answers if held_back(answer) is not None] == []


_talk = st.lists(st.sampled_from(_lines(INNOCENT)), max_size=4).map("\n".join)
_caught = st.sampled_from([line for line, _ in CAUGHT if line.isascii()])


@given(st.text(max_size=300))
def test_any_line_is_read(text: str) -> None:
    """Whatever is typed, it is read, and read the same again."""
    assert held_back(text) is held_back(text)


@given(_talk, _caught, _talk)
def test_talk_around_it_hides_nothing(before: str, line: str, after: str) -> None:
    """What is held back alone is held back between innocent lines."""
    assert held_back(f"{before}\n{line}\n{after}") is not None


@given(_caught, st.data())
def test_what_nobody_sees_hides_nothing(line: str, data: st.DataObject) -> None:
    """Characters that are not seen, put anywhere into a line, change nothing."""
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(line)))
        unseen = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u202e\ufe0f\u3164"))
        line = line[:at] + unseen + line[at:]
    assert held_back(line) is not None


@given(_caught)
def test_wide_letters_hide_nothing(line: str) -> None:
    """A line in full-width characters is read like the same line in plain ones."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in line)
    assert held_back(wide) is held_back(line)


@given(st.lists(st.integers(0, 60_000), max_size=400), st.integers(0, 10**13))
def test_nobody_floods(pauses: list[int], start: int) -> None:
    """However fast somebody writes, at most 12 lines a minute and 120 an hour are relayed, and all that is slower."""
    times: tuple[int, ...] = ()
    sent: list[int] = []
    now = start
    for pause in pauses:
        now += pause // 20
        lately = sum(time > now - 60_000 for time in sent), sum(time > now - 3_600_000 for time in sent)
        full = lately[0] >= LINES_A_MINUTE or lately[1] >= LINES_AN_HOUR
        assert flooding(times, now) is full
        if not full:
            sent.append(now)
            times = relayed(times, now)
        assert len(times) <= LINES_AN_HOUR


def test_the_limits_of_a_flood() -> None:
    """The thirteenth line of a minute waits for the first to be a minute old; the 121st of an hour likewise."""
    minute = tuple(range(0, 12_000, 1_000))
    assert flooding(minute, 59_999) and not flooding(minute, 60_000) and not flooding(minute[1:], 59_999)
    hour = tuple(range(0, 120 * 20_000, 20_000))
    assert flooding(hour, 3_599_999) and not flooding(hour, 3_600_000)
    assert relayed(hour, 3_600_000) == (*hour[1:], 3_600_000)
