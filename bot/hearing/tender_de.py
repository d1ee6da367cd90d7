"""What is tender in German: loss, illness, a break, said in a few words about oneself."""

from __future__ import annotations

from typing import Final

from bot.hearing.german import lines
from bot.hearing.patterns import Patterns

_FORMS: Final = {
    "FAM": (
        "mama/mutter/mutti/papa/vater/vati/eltern/schwester/bruder/sohn/tochter/kind/baby/"
        "zwilling/oma/opa/grossmutter/grossvater/grosseltern/tante/onkel/cousin/cousine/nichte/"
        "neffe/mann/frau/partner/partnerin/freund/freundin/hund/katze/kater/pferd/hase/kaninchen/"
        "nachbarin/nachbar/kollege/kollegin/lehrer/lehrerin/patin/pate/enkel/enkelin"
    ),
}
TENDER: Final = Patterns(
    like=lines(
        """
        # what one would never do to oneself is no distress, and not nothing
        mich/mir nie/niemals/nicht/nimmer umbringen/umgebracht/umzubringen/töten/antun,
        FAM .. gestorben, FAM .. .. gestorben, FAM .. eingeschläfert, FAM .. tot, ist gestorben, ist verstorben,
        ist/sind .. gestorben/verstorben, verstorben/verstorbene/verstorbener/verstorbenen, sind gestorben, seit
        .. gestorben/tot/weg ist, als .. gestorben ist, nach .. tod, vor .. tod, tod meiner/meines/meinem,
        beerdigung/bestattung/begräbnis, trauer/trauere/trauern, nicht mehr bei uns, nicht mehr am leben,
        lebt/leben nicht mehr, hinterblieben, vermisse ihn/sie/es sehr/so, vermisse/vermiss .. FAM, fehlt
        mir/uns so? sehr?,
        krebs/chemo/chemotherapie/tumor/krankenhaus/klinik/intensivstation/hospiz/demenz/alzheimer,
        schwer/unheilbar krank, schlaganfall/herzinfarkt, fehlgeburt/sternenkind/totgeburt,
        eingeschläfert/einschläfern lassen, getrennt/trennung/scheidung/geschieden, verlassen worden, hat mich
        verlassen, schluss gemacht mit mir, hat schluss gemacht,
        depression/depressionen/depressiv/burnout/panikattacke/panikattacken/angststörung,
        einsam/alleingelassen, so allein, ganz allein, geweint/weine/weinen jede/die ganze nacht, in den schlaf
        geweint, arbeitslos/gekündigt/entlassen, wohnung/haus/job/arbeit verloren, obdachlos,
        geflüchtet/geflohen/flucht, der krieg, im krieg, bomben/bombardiert, unfall, trauma/traumatisch/ptbs,
        alkoholiker/alkoholikerin/alkoholkrank/entzug/rückfall, spricht nicht mehr mit mir, reden nicht mehr
        miteinander, keinen kontakt mehr, kontakt abgebrochen, als kind geschlagen, wurde gemobbt, mobbing,
        magersucht/bulimie/essstörung, im gefängnis, heim aufgewachsen,
        """,
        **_FORMS,
    ),
    innocent=lines(
        """
        handy/akku/auto/pflanze/pflanzen/rechner/drucker/router .. tot/gestorben, tot müde, todmüde, tote hose,
        totes meer, toter winkel, krebse/krebs sternzeichen/geboren/aszendent, sternzeichen krebs, bin krebs,
        krebs im restaurant, herzinfarkt beinahe/fast vor, fast/beinahe einen herzinfarkt bekommen,
        film/serie/buch/spiel .. krieg, krieg der sterne, krieg und frieden, star wars, mülltrennung, getrennt
        waschen/zahlen/nach, müll/papier/glas/wäsche .. getrennt, getrennt geschlafen, zahlen getrennt, unfall
        mit dem ei/kaffee, im krankenhaus geboren/arbeite/gearbeitet, krankenhaus serie/arbeit/schicht, klinik
        serie, depression wirtschaft, die grosse depression, frau/mann verlassen das/den/die haus/büro, fehlt
        mir die zeit/lust/worte/geduld/übung/ruhe/der/das, mir fehlt die/der/das/ein, vermisse/vermiss ..
        sommer/bus/zug/zucker/brot/büro/meer, rückfall in alte, unfallfrei, trauerweide, trauerspiel,
        """,
        **_FORMS,
    ),
)
