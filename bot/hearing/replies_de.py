"""German answers that are known as wholes: the short, the undecided, the ones that hand the question back."""

from __future__ import annotations

from typing import Final

from bot.hearing.german import lines
from bot.hearing.patterns import Patterns
from bot.hearing.ways import ways

SHORT: Final = frozenset(
    lines("""
    ka, k a, kp, keine ahnung, kein plan, keinen plan, keinen schimmer, weiss nicht, weiss net, weiss nich, weiss
    ich nicht, ich weiss nicht, ich weiss es nicht, ich weiss auch nicht, weiss ich gerade nicht, wer weiss, wer
    weiss das schon, fällt mir nichts ein, mir fällt nichts ein, mir fällt gerade nichts ein, gerade fällt mir
    nichts ein, da fällt mir nichts ein, nichts, nix, gar nichts, nichts besonderes, nicht viel, nicht so richtig,
    eigentlich nicht, eigentlich nichts, nein, nee, nö, ja, jo, joa, ok, okay, gut, ganz gut, passt, passt schon,
    geht so, naja, na ja, tja, hm, hmm, mhm, äh, egal, mir egal, ist mir egal, mir wurscht, wurst, mir wurst,
    schnuppe, vielleicht, irgendwas, irgendwie, alles, alles mögliche, vieles, verschiedenes, dies und das, so dies
    und das, niemand, keiner, alle, immer, nie, manchmal, normal, wie immer, das übliche, gute frage, schwierige
    frage, schwierig, schwer, schwer zu sagen, such du aus, entscheide du, überrasch mich, danke, hallo, hi, hey,
    moin, was, wie, hä, kann ich nicht sagen, kann mich nicht erinnern, weiss ich nicht mehr, vergessen, hab ich
    vergessen,
    na toll, na super, toll, super, na ja gut,
    danke dir, dankeschön, danke schön, vielen dank, merci, mag nicht, mag ich nicht sagen
""")
) | frozenset(
    one
    for way in ways("""
        da? müsste/muss/müsst ich mal/erst/kurz/erstmal? darüber/drüber? nachdenken/überlegen
        lass mich mal/kurz/erst? nachdenken/überlegen
        ich? muss mal/kurz/erst/erstmal? darüber? nachdenken/überlegen
        das muss ich mir? erst? überlegen
        darüber/da hab/habe ich noch nie nachgedacht
        noch nie darüber/drüber? nachgedacht
        weiss ich? nicht so_recht/so_genau
        ich weiss nicht so_recht/so_genau
        puh/uff/oh? das_ist? ganz_schön/echt/wirklich? schwierig/schwer/knifflig
        puh/uff/oh? gute/schwere/schwierige/knifflige frage
        frag mich später/nachher/morgen nochmal?
        später
        puh/uff/oha/boah/hui/autsch
        puh/uff/oha/boah/wow/ok das_ist/ist? aber/ganz_schön/echt? tief/viel/heftig/schwer
        es/das? kommt ganz? darauf_an
        kommt ganz? darauf_an
        da/mir? fällt mir? gerade/jetzt/grad? nichts/keiner/keine/keins ein
        hab/habe ich? nicht/keine/keinen/keins
        zu viele
    """)
    for one in lines(way)
)
HELLO: Final = frozenset(
    lines("""
    hi, hey, hallo, huhu, moin, moin moin, servus, grüezi, grüss gott, guten morgen, guten tag, guten abend,
    hallo zusammen, hallo bot, hi bot, hey bot, na
""")
)
PUZZLED: Final = frozenset(
    one
    for way in ways("""
        was meinst du damit/denn/genau?
        was soll das heissen/bedeuten
        was heisst/bedeutet das
        ich? verstehe/versteh/kapiere/kapier die_frage/das/dich? nicht
        die_frage verstehe/versteh/kapiere/kapier ich nicht
        das? verstehe/versteh ich nicht
        wie/was ist? das gemeint
        wie meinst du das
        kannst/könntest du das/die_frage/es? anders sagen/fragen/formulieren/ausdrücken
        wie bitte
        häh/hä
    """)
    for one in lines(way)
)
UNDECIDED: Final = frozenset(
    lines("""
    kann mich nicht entscheiden, ich kann mich nicht entscheiden, kann ich nicht entscheiden, schwer zu sagen,
    schwer zu entscheiden, unmöglich zu sagen, hin und her gerissen, fifty fifty, halbe halbe,
    mal so mal so, mal das eine mal das andere, ein bisschen von beidem, wechselt, wechselt täglich, jeden tag
    anders, das ändert sich,
    kommt darauf an, kommt drauf an, das kommt darauf an, das kommt drauf an, kommt ganz drauf an, kommt ganz
    darauf an,
    es kommt darauf an, es kommt drauf an, hängt davon ab, das hängt davon ab, je nachdem, je nach laune, je nach tag
""")
)
BACK: Final = frozenset(
    lines("""
    und du, und dich, und dir, und bei dir, und deins, und deine, du, du zuerst, erst du, du erst, du bist dran, was
    ist mit dir, wie ist es mit dir, wie ist es bei dir, wie siehts bei dir aus, was sagst du, was meinst du, was
    denkst du, was würdest du sagen, was würdest du nehmen, was würdest du wählen, was nimmst du, was wählst du,
    welches nimmst du, welche hättest du, selber, sag du, sag du mal, sag dus mir, sag du es mir, erzähl du,
    erzähl du mal, sag erst du, und selbst, gleiche frage an
    dich, dieselbe frage an dich, frage zurück, gegenfrage, hast du, bist du, kannst du, magst du
""")
)
JOKES: Final = frozenset(
    lines("""
    lol, haha, hahaha, hihi, hehe, höhö, rofl, lmao, xd, scherz, kleiner scherz, nur spass, war nur spass, war ein
    witz, spässle, grins
""")
)
LATER: Final = frozenset(
    lines("""
    ok, okay, klar, mach ich, mache ich, werd ich, werde ich machen, probier ich, ich probiers, ich versuchs, ich
    versuche es, versprochen, abgemacht, gern, gerne, später, nachher, heute abend, morgen, am wochenende, nächste
    woche, bald, demnächst, noch nicht, noch nicht gemacht, hab noch nicht, noch nicht dazu gekommen, bin noch nicht
    dazu gekommen, erinner mich, erinnere mich später, ich sag bescheid,
    ich habe es noch nicht gemacht, ich habs noch nicht gemacht, ich hab noch nicht, heute nicht, mach ich morgen,
    mache ich morgen, ja mach ich, ja mache ich
""")
)
DONE: Final = Patterns(
    like=lines("""
        erledigt/getan/gemacht/fertig/geschafft,
        ich/wir hab/habe/haben .. gefragt/angerufen/geschrieben/besucht/gebracht/gemacht,
        hab/habe ihn/sie/es/jemanden .. gefragt/angerufen, ich/wir fragte/fragten/rief/ging/schrieb/sah,
        er/sie hat .. gesagt/gelacht/geantwortet/erzählt, er/sie sagte/lachte/erzählte/meinte,
        hab/habe .. gesagt/gegeben/genommen/gesehen/gehört/gekocht/gezählt
    """),
    innocent=lines("""
        nicht/nie/noch .. gefragt/gemacht/geschafft/erledigt/getan, noch nicht ..,
        werde/will/muss/soll .. machen/fragen/erledigen, nichts gemacht/getan, hab nicht, habs nicht, wird erledigt,
        wenn ich .. fertig bin
    """),
)
