"""Yes, no and neither in German; kept whole, since `nicht jetzt` is more than its parts."""

from __future__ import annotations

from typing import Final

from bot.hearing.german import lines, words

YES: Final = lines("""
    ja, jaa, jap, jep, jup, joa, jo, jawohl, jawoll, klar, na klar, klaro, klar doch, aber klar, sicher, aber
    sicher, na sicher, sicher doch, gern, gerne, sehr gern, sehr gerne, gern doch, ja gern, ja gerne, ja bitte,
    bitte, bitte ja, okay, ok, oki, okey, gut, na gut, also gut, nun gut, ist gut, alles klar, in ordnung,
    einverstanden, abgemacht, von mir aus, meinetwegen, warum nicht, wieso nicht, los, los gehts, los geht, auf
    gehts, dann los, na dann los, dann mal los, leg los, leg mal los, schiess los, fang an, fangen wir an, lass uns
    anfangen, machen wir, mach mal, mach, nur zu, nur her damit, her damit, immer her damit, frag, frag ruhig, frag
    mal, frag mich, frag nur, ich bin dabei, bin dabei, dabei, ich bin bereit, bereit, unbedingt, auf jeden fall,
    auf jedenfall, absolut, natürlich, selbstverständlich, freilich, genau, stimmt, richtig, passt, passt schon,
    geht klar, klingt gut, hört sich gut an, gute idee, wollen wir, ja wollen wir, ich will, ich möchte, möchte ich,
    will ich, würde ich gern, darfst du, du darfst, du kannst, mit vergnügen, ich freue mich, freu mich, weiter,
    nächste, noch eine, mehr, glaub schon, ich glaube schon, ich denke schon, denk schon, kein problem, kein ding,
    nichts dagegen, habe nichts dagegen, hab nichts dagegen, jein eher ja, schon gern, ja doch
""")
NO: Final = lines("""
    nein, nee, ne, nö, nope, nä, nein danke, nee danke, danke nein, nein danke nicht, lieber nicht, eher nicht,
    besser nicht, jetzt nicht, nicht jetzt, gerade nicht, grad nicht, im moment nicht, momentan nicht, heute nicht,
    nicht heute, heute lieber nicht, heute abend nicht, noch nicht, später, vielleicht später, lieber später, ein
    andermal, ein anderes mal, vielleicht ein andermal, morgen, vielleicht morgen, morgen vielleicht, keine lust,
    keine zeit, gerade keine zeit, hab keine zeit, hab keine lust, kein bock, keinen bock, kein interesse, nicht
    interessiert, nicht für mich, nichts für mich, auf keinen fall, auf gar keinen fall, auf keinsten, niemals,
    bestimmt nicht, sicher nicht, natürlich nicht, bloss nicht, bitte nicht, ich will nicht, will nicht, ich möchte
    nicht, möchte nicht, möchte ich nicht, ich mag nicht, mag nicht, ich glaube nicht, glaub nicht, ich denke nicht,
    denk nicht, muss nicht sein, nicht nötig, brauch ich nicht, brauche ich nicht, genug, das reicht, reicht, stopp,
    stop, schluss, aufhören, hör auf, geh weg, lass mich, lass mich in ruhe, lass gut sein, lass mal, lass stecken,
    ich passe, weder noch, keins, keines, bin beschäftigt,
    passe
""")
UNCLEAR: Final = lines("""
    vielleicht, eventuell, evtl, mal sehen, mal schauen, schauen wir mal, jein, weiss nicht, weiss ich nicht, ich
    weiss nicht, ich weiss es nicht, k a, ka, kp, keine ahnung, kein plan, keinen plan, unsicher, nicht sicher, bin
    nicht sicher, bin mir nicht sicher, kommt darauf an, kommt drauf an, je nachdem, möglich, möglicherweise, kann
    sein, könnte sein, ja und nein, ja nein, nein ja, was, wer, wie, wo, wann, warum, wieso, welche, welches, gute
    frage, moment, warte, warte mal, lass mich überlegen, mal überlegen, muss ich überlegen, hm ja, na ja, naja,
    egal, mir egal, was auch immer, oder nicht, ich kann nicht mehr, doch
""")
FILLERS: Final = words("""
    aber
    hm hmm äh ähm öh also naja na ach och oh mal halt eben ja doch dann denn nun jetzt bitte danke sorry
    entschuldigung hallo hi hey moin servus du mir mich ich wir es das den die der eine einen so sehr nur bot lol
    haha ok ein bisschen noch für deine frage fragen
""")
STRONG: Final = words("ja jap jep klar gern gerne nein nee nö")
"""Words that decide even where more follows: `ja, darauf habe ich gewartet`."""
