"""German lines that answer nothing: what people ask and say beside a question."""

from __future__ import annotations

from typing import Final

from bot.hearing.german import spelt
from bot.hearing.ways import one_of

REMARKS: Final = {
    key: one_of(spelt(text))
    for key, text in {
        "readers": """
            und? wer kann? liest/sieht/lesen/sehen das/meine_antworten/mit/hier_mit/das_hier/das_alles/das_eigentlich
            wer kann das/das_hier/meine_antworten/das_alles/hier lesen/sehen/mitlesen
            kann/liest/sieht mein/meine/der/die chef/chefin/mutter das/das_hier/mit? lesen/sehen?
            kann/liest/sieht mein/meine/der/die mann/frau/lehrer/lehrerin das/das_hier/mit? lesen/sehen?
            mein/meine/der/die chef/chefin/kollegen liest/lesen/sieht das/hier? mit? oder/oder_nicht?
            liest/sieht das/das_hier/hier auch/etwa? mein/meine/der/die chef/chefin/mutter/mann/frau/kollegen mit?
            ist/bleibt das/das_hier/es/hier eigentlich/alles/wirklich? anonym/privat/geheim/vertraulich/öffentlich
            wird/werden das/das_hier/es/meine_antworten eigentlich/alles? gespeichert/aufgezeichnet/gelesen/verkauft
            speicherst/behältst/verkaufst du das/alles/meine_antworten/meine_daten/das_alles
            was passiert/machst_du mit meinen antworten/daten
            was passiert/machst_du damit
            wohin geht/gehen das/meine_antworten/meine_daten
        """,
        "others": """
            und? was sagen/antworten/meinen/denken/wählen/schreiben denn/so? die? andere/anderen/meisten/leute
            und? was haben denn/so? die? andere/anderen/leute gesagt/geantwortet/geschrieben/gewählt
            und die anderen
        """,
        "unheard": """
            nein/aber? das habe/hab ich nicht/nie/so_nicht gesagt/gemeint/geschrieben
            nein/aber? das meinte/meine ich nicht
            nein/aber? so war/hab_ich das nicht gemeint
            nein/aber? du hast mich/das/es falsch/nicht verstanden/gelesen
            du verstehst mich/das/es? nicht/falsch
            hörst/liest du mir/das? überhaupt/eigentlich? zu/mit?
            was hat das denn? damit/mit_meiner_antwort zu_tun
            das hat damit? nichts damit? zu_tun
            das hast du mich? schon gefragt
            das habe/hab ich doch? schon gesagt/beantwortet
        """,
        "grumble": """
            was ist das/denn_das/das_denn für_eine? frage
            was für_eine frage
            was für_eine/eine komische/seltsame/blöde/dumme/langweilige/doofe/merkwürdige frage
            komische/seltsame/blöde/dumme/langweilige/doofe/merkwürdige frage/fragen
            das ist aber/ja? eine komische/seltsame/blöde/dumme/langweilige/doofe frage
            das/die_frage ist/finde_ich aber/ja? langweilig/blöd/doof/dumm/komisch
            die frage mag ich nicht
            deine fragen sind langweilig/blöd/doof/dumm/komisch/seltsam
            warum fragst_du/willst_du das wissen?
            was soll die_frage/der_quatsch
        """,
        "kind": """
            ich mag deine_fragen/die_frage/die_fragen/dich
            deine fragen sind echt/wirklich? gut/schön/toll/lustig/nett/super
            gute/schöne/tolle fragen
            du bist echt/ja/aber/wirklich/ganz_schön? lustig/witzig/nett/süss/klug/schlau/cool
            das macht echt/wirklich? spass
            guter bot
        """,
        "later": """
            bin gleich/sofort/bald wieder_da/zurück
            bin mal/kurz/mal_kurz? weg
            momentchen/warte
            moment mal/bitte
            eine sekunde/einen_moment
            einen/kleinen/nen? moment
            warte mal/kurz/bitte
            muss kurz/mal/mal_kurz? weg/los/telefonieren/arbeiten
            ich? hab/habe jetzt/gleich? ein/einen meeting/termin/anruf
            ich? antworte/schreibe/schreib/melde_mich später/nachher/gleich/heute_abend/morgen
            ich? kann gerade/grad/jetzt nicht
            später mehr
            brb
        """,
        "again": """
            so/ok/sorry/hey? bin/ich_bin wieder da/zurück wo_waren_wir/was_war_die_frage?
            so/ok/sorry/hey? wo waren/sind wir stehengeblieben/gerade/nochmal?
            so/ok/sorry/hey? was/wie war die/deine frage nochmal/noch_mal/noch?
            kannst/könntest du die_frage/das/sie bitte/nochmal? wiederholen/stellen
            ich? habe/hab die frage vergessen
            sorry/so? ich? war kurz/gerade/mal? weg wo_waren_wir/was_war_die_frage?
            hallo? bist du noch? da
            hallo? jemand/noch_jemand da
        """,
        "slip": """
            ups/hoppla/huch
            sorry/ups/oh? falscher/falsches chat/fenster/knopf/gruppe
            sorry/ups? verschrieben/vertippt/verklickt
            sorry/ups? habe/hab mich verschrieben/vertippt/verklickt
            sorry/ups? das war meine/die/mein/der/das katze/kind/hund/autokorrektur/versehen
            sorry/ups? katze/kind/hund auf/an der tastatur
            sorry/ups? war/das_war ein_versehen/nicht_für_dich
            vergiss/ignorier/ignoriere das/die_letzte_nachricht/es
            asdf/asdfg/asdfgh/qwertz
        """,
        "kidding": """
            nein/ne/ach/sorry? war/das_war nur/bloss? spass/ein_spass/ein_witz/ein_scherz/scherz/witz
            nein/ne/ach/sorry? nur spass/ein_witz/ein_scherz
            das war? nicht ernst gemeint
            war nicht ernst_gemeint/so_gemeint
            das sagt_man/ist_nur eine_redensart/so/ein_spruch
            scherz/witz
        """,
    }.items()
}
RETRACTING: Final = frozenset(spelt("nein nee ne nö moment warte sorry halt quatsch ups stopp").split())
MEANING: Final = tuple(
    tuple(spelt(one).split())
    for one in (
        "ich meinte", "meinte ich", "meinte", "gemeint war", "soll heißen",
        "sollte heißen", "ich habe gemeint", "ich hab gemeint", "korrektur",
    )
)  # fmt: skip
LOOSELY: Final = tuple(
    tuple(spelt(one).split())
    for one in (
        "ich wollte sagen", "wollte sagen", "ich meine", "mein ich", "eher", "lieber", "das war", "es war",
    )
)  # fmt: skip
NEVER_MEANT: Final = frozenset(spelt("es das nicht nichts nur ja dass damit so gut ernst er sie").split())
