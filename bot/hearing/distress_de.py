"""Distress in German: whole expressions, with their first person. Read by nobody yet who works on a crisis line."""

from __future__ import annotations

from typing import Final

from bot.hearing.german import lines
from bot.hearing.patterns import Patterns

_FORMS: Final = {
    "WILL": "will/wil/möchte/mag/wollte/würde",
    "KANN": "kann/könnte/konnte",
    "TOD": "sterben/tot/gestorben",
    "UM": "umbringen/umbring/umgebracht/umzubringen/töten/getötet",
    "WER": (
        "er/sie/vater/mutter/mann/frau/freund/freundin/ex/papa/mama/stiefvater/stiefmutter/"
        "bruder/onkel/chef/jemand/eltern"
    ),
    "TUT": "schlägt/schlagen/schlug/würgt/missbraucht/vergewaltigt/bedroht/verprügelt/misshandelt",
}
DISTRESS: Final = Patterns(
    like=lines(
        """
        # sterben wollen
        WILL nicht mehr leben, WILL nicht leben, WILL nicht mehr da/hier sein, WILL nicht mehr existieren, nicht
        mehr leben will/möchte/kann, nicht mehr leben wollen, WILL nicht mehr aufwachen, nicht mehr aufwachen,
        nie mehr/wieder aufwachen, WILL einfach? nur? noch? sterben, WILL tot sein, ich will tot, ich wäre
        lieber? tot, wünschte ich wäre/wär tot, wünschte ich wäre/wär nicht? mehr? da, wäre/wär ich doch? tot,
        wünschte ich wäre/wär nie geboren, nie geboren worden, wäre/wär besser tot, lieber tot, lieber tot als,
        besser wenn ich tot/weg/nicht, besser ich wäre/wär tot/weg, sterben will/möchte, sterben wollen, bereit
        zu sterben, keine lust mehr zu leben, keine lust mehr aufs leben, keine lust mehr am leben, lebensmüde,
        keinen lebenswillen mehr, lebenswille/lebenswillen verloren, lebensmut verloren, müde vom leben, des
        lebens müde, das leben satt, genug vom leben, mein leben satt, hasse mein leben, hasse das leben, am
        leben zu sein hasse, leben hat keinen sinn, hat alles keinen sinn mehr, alles keinen sinn, keinen sinn
        mehr, ist alles sinnlos geworden, alles ist so? sinnlos, alles so sinnlos, kommt mir alles sinnlos,
        leben ist sinnlos/nicht? lebenswert, wozu noch leben, wozu soll ich noch, wofür soll ich noch leben,
        nichts mehr/hält wofür, keinen grund mehr zu leben, nicht lebenswert,
        # Schluss machen, sich etwas antun
        suizid/suizidal/suizidgedanken/selbstmord/selbstmordgedanken/selbstmordgefährdet/freitod, mich/mir
        UM,
        bring/bringe mich noch? um, bringen mich um und, mich selbst? umzubringen, selbst das leben nehmen, mir
        das leben nehmen, nehme/nehm mir das leben, mein leben beenden, dem leben ein ende
        setzen/machen/bereiten, meinem leben ein ende, ein ende setzen/machen, mit allem schluss machen, mit dem
        leben schluss, alles beenden, will dass alles aufhört, dass alles aufhört, dass es aufhört, soll alles
        aufhören, aus dem leben scheiden, mir etwas antun, mir was antun, mir etwas an tun, tu mir was an, tue
        mir etwas an, mir schaden, mich selbst verletzen, verletze mich selbst,
        selbstverletzung/selbstverletzend/svv, ritze/ritz mich, ritze mir, mich .. ritzen/geritzt,
        schneide/schneid mich wieder/selbst, mich absichtlich geschnitten, mich selbst geschnitten, ritzen
        wieder angefangen, fange/fang wieder an mich? zu? ritzen, mir die pulsadern, pulsadern aufschneiden,
        aufhängen will, mich .. aufhängen/erhängen/erhängt/erschiessen/erschossen/ertränken/vergiften,
        häng/hänge mich auf, vor den/einen/die zug/bahn/ubahn/auto/bus, vors auto, vom/von der/einer
        dach/brücke/balkon/hochhaus springen/springe/stürzen, spring/springe vom dach, von der brücke springen,
        gegen einen baum fahren, in den gegenverkehr, überdosis
        genommen/nehmen/schlucken/tabletten/schlaftabletten, alle tabletten/pillen/schlaftabletten
        genommen/geschluckt, alle/meine/zu viele/eine handvoll
        tabletten/pillen/medikamente, schlaftabletten, abschiedsbrief, für immer einschlafen, für immer
        schlafen, für immer verschwinden, mein letzter tag/abend auf, das ist mein letzter tag/abend, meine
        letzte nacht auf, morgen nicht mehr da/leben,
        # keinen Weg mehr
        KANN nicht mehr weiter, halte/halt es/das nicht mehr aus, nicht mehr aushalten, halte das leben nicht,
        keinen ausweg, kein ausweg, keine hoffnung mehr, alle hoffnung verloren, keine kraft mehr, keinen mut
        mehr zu leben, alles hoffnungslos, ist hoffnungslos, habe/hab das leben aufgegeben, habe/hab mich
        aufgegeben, niemand würde mich vermissen, keiner würde mich vermissen, mich würde niemand/keiner
        vermissen, niemand würde .. merken wenn ich, ohne mich besser/leichter/glücklicher, ohne mich
        wären/wäre/geht/ginge .. besser, besser dran ohne mich, ohne mich besser dran, nur eine last, eine last
        für, bin nur eine last, allen nur? zur last, falle/fall allen zur last, niemand braucht mich, ich bin nichts
        wert, verdiene/verdien es nicht zu leben,
        # was jemand einem antut
        WER TUT mich, WER .. mich .. TUT, dass/weil er/sie mich TUT, haut/tritt mich wieder/immer/ständig,
        wird/wurde/werde .. missbraucht/vergewaltigt/geschlagen/misshandelt, missbraucht worden, hat mich ..
        missbraucht/vergewaltigt/geschlagen/gewürgt, angst nach hause zu gehen, nach hause zu gehen macht mir
        angst, traue/trau mich nicht nach hause, angst vor meinem/meiner mann/vater/freund/ex/mutter/stiefvater,
        zu hause/zuhause nicht sicher, bedroht mich, droht mich umzubringen, will mich umbringen, bringt mich um
        wenn ich gehe, er bringt mich um, er bringt mich noch um, häusliche gewalt, mich zwingt, zwingt mich zu,
        gefangen zu hause,
        """,
        **_FORMS,
    ),
    certain=lines(
        """
        WILL wirklich nicht mehr leben, in dieser welt nicht mehr leben, mich umzubringen, mir das leben zu
        nehmen, dem leben ein ende zu setzen, WILL nicht mehr leben ohne ihn/sie/dich/euch, WILL nicht mehr
        leben in dieser/diesem/der welt/körper/leben/angst, ich kann so nicht mehr leben, ich kann nicht mehr
        leben, will sterben weil,
        """,
        **_FORMS,
    ),
    innocent=lines(
        """
        # zum Lachen, aus Übermut, vor Hunger
        sterbe/stirb/sterben vor
        lachen/hunger/durst/neugier/langeweile/hitze/kälte/scham/peinlichkeit/aufregung/freude/glück, tot
        gelacht, mich/uns tot gelacht/gelangweilt, zu tode gelangweilt/erschreckt/erschrocken, zum sterben
        schön/langweilig/gut, ich wäre/wär tot umgefallen, tot müde/ernst/sicher/langweilig, sterbe ich vor,
        stirb langsam, lieber tot als rot, beinahe/fast gestorben vor, würde sterben für, würde für .. sterben,
        bis ich sterbe, wenn ich mal? sterbe, wenn ich einmal sterbe,
        handy/akku/laptop/auto/pflanze/pflanzen/computer .. stirbt/tot/gestorben, wir müssen/werden alle
        sterben, alle sterben irgendwann, will/möchte nicht sterben, will/möchte noch nicht sterben, angst zu
        sterben, angst vorm sterben,
        # das geht nicht mehr, harmlos
        ich kann nicht mehr vor lachen, kann nicht mehr
        lachen/essen/warten/sitzen/stehen/zurück/aufhören/schlafen/hören/sehen, ich kann nicht mehr ohne
        kaffee/tee/musik/schokolade, ich kann nicht mehr als, kann ich nicht mehr
        sagen/erinnern/finden/ändern/hören/sehen/essen, nicht mehr sagen kann, ich geb/gebe auf das schicke ich
        zurück, halte/halt es nicht mehr aus vor, halte/halt die hitze/kälte/spannung, geb/gebe die hoffnung
        nicht auf, gebe/geb auf .. nr/nummer, ich gebe auf jeden, ich gebe/geb auf keinen fall,
        # jemand, etwas bringt mich um
        bringt/bringen mich noch? um den verstand, lärm/hitze/kälte/winter/sommer/montag/neugier/warten/stille
        .. bringt mich .. um, das/dieses/diese .. bringt mich um, bringt mich zum lachen,
        mama/papa/mutter/vater/chef/lehrerin bringt mich um wenn, umgebracht habe ich keine, umbringen könnte
        ich für, schlägt/schlagen/schlug mich ..
        schach/kicker/tischtennis/tennis/poker/spiel/spielen/karten/billard/memory/mühle/dame, schlägt mich in
        die flucht, schlägt mir vor, schlägt sich, fällt mir schwer, haut mich um, haut mich vom hocker, tritt
        mir,
        # Selbstmord, wo er keiner ist
        selbstmord kommando, selbstmordkommando, selbstmordattentäter im film,
        wirtschaftlicher/sozialer/beruflicher selbstmord, suizid film/roman/serie/forschung/prävention, das ist
        selbstmord, abschiedsbrief an die/den/mein/meine/meinen/zigarette/arbeit/firma/jugend,
        # nicht mehr so, nicht mehr dort
        WILL nicht mehr leben wie/in/auf/neben/zwischen/unter/ohne/bei/am/im,
        # springen, schneiden, Tabletten
        bungee von der brücke, bungee .. brücke springen, von der brücke springen bungee/seil, ins wasser
        springen, mit dem fallschirm springen, beim brot/zwiebeln/gemüse/kochen geschnitten, mich beim
        rasieren/kochen/basteln geschnitten, mir die haare/nägel geschnitten, in den finger geschnitten, ritzen
        im holz/glas/fels, alle tabletten im becken/spülmaschine, spülmaschinen tabletten, überdosis
        kaffee/schokolade/zucker/sonne/kuchen/käse/koffein, vor den zug gelaufen gekommen, vor dem zug/bus
        gewartet, mit dem bus/zug, zug verpasst,
        # Sinn und Last
        keinen sinn mehr machen .. zu putzen/bügeln/warten/diskutieren, hat keinen sinn .. zu
        warten/suchen/diskutieren/fragen, macht keinen sinn mehr die/den/das, last von mir gefallen, last auf
        den schultern, eine last für den rücken, nur eine last minute, alles beenden mit, ein ende machen mit,
        alles sinnlos .. meetings/formulare/bürokratie, für immer verschwinden .. socken/schlüssel, mein letzter
        tag/abend im/in/bei/vor/auf/an, letzter arbeitstag/schultag/urlaubstag, keine kraft mehr zum
        putzen/kochen/abwaschen, keine kraft mehr in, kein ausweg aus dem/einem labyrinth/ikea, niemand braucht
        mich daran, würde ohne mich auch laufen, satt vom essen, genug vom regen, das winterwetter satt, den
        winter satt, sterben aus, die sprache/art/sitte stirbt aus,
        """,
        **_FORMS,
    ),
)

WHOLE: Final = frozenset(
    lines("""
    ich kann nicht mehr, ich kann einfach nicht mehr, ich kann wirklich nicht mehr, ich kann echt nicht mehr,
    ich kann langsam nicht mehr, kann nicht mehr, ich mag nicht mehr, ich will nicht mehr, ich will einfach nicht mehr,
    ich gebe auf, ich geb auf, ich habe aufgegeben, ich hab aufgegeben, ich will nur noch weg, ich wäre tot, ich
    wär tot,
    dass es aufhört, dass es vorbei ist, alles ist sinnlos, alles sinnlos, ich will sterben, ich möchte sterben
""")
)
"""Clauses that are distress only where nothing follows: "ich kann nicht mehr Klavier spielen" is none."""
RELIEF: Final = frozenset(
    lines("""
    lachen, lache, gelacht, satt, gegessen, voll, bauch, gelaufen, gerannt, puste, haha, lol, kuchen, pizza,
    treppe, sport
""")
)
"""Words in the same line that make such a clause somebody laughing, full or out of breath."""
