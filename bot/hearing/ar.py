"""Arabic, as data: a modest beginning, made from a draft that no native reader has signed.

Words are written as people write them and compared in the plain spelling of `arabic.spelt`. `ما` is no negator
here: it is
"what" at least as often, and a wrong negation would turn distress into something milder.
"""

from __future__ import annotations

from bot.hearing.arabic import PROCLITICS, SAME, SPELLING, pairs, spelt, words
from bot.hearing.distress_ar import DISTRESS, TENDER
from bot.hearing.lexicon import Lexicon
from bot.hearing.remarks_ar import LOOSELY, MEANING, NEVER_MEANT, REMARKS, RETRACTING
from bot.hearing.replies_ar import BACK, DONE, HELLO, JOKES, LATER, PUZZLED, SHORT, UNDECIDED

_NUMBERS = {
    0: "صفر", 1: "واحد واحدة", 2: "اثنان اثنين اثنتان اثنتين", 3: "ثلاثة ثلاث تلاتة", 4: "أربعة أربع", 5: "خمسة خمس",
    6: "ستة", 7: "سبعة سبع", 8: "ثمانية ثماني ثمان تمنية", 9: "تسعة تسع", 10: "عشرة عشر", 20: "عشرون عشرين",
    30: "ثلاثون ثلاثين", 40: "أربعون أربعين", 50: "خمسون خمسين", 100: "مئة مائة مية",
}  # fmt: skip
_ORDINALS = {
    1: "الأول الأولى أول", 2: "الثاني الثانية ثاني", 3: "الثالث الثالثة", 4: "الرابع الرابعة", 5: "الخامس الخامسة",
    6: "السادس السادسة", -1: "الأخير الأخيرة آخر آخرها",
}  # fmt: skip
_THIS = "هذا هذه ذلك تلك هاذا هاذي"
_PRONOUNS = "أنا أنت انتي انتا هو هي نحن هم أنتم"
_COMMON = (
    "في من إلى على عن مع أن إن ثم قد لقد كان كانت كنت يكون لا لم لن ليس ما ماذا كيف متى أين لماذا كل بعض أي "
    "شيء أشياء شخص ناس "
    "الناس يوم وقت مرة مثل جدا كثير كثيرا قليل كبير صغير جديد قديم جيد حلو هناك هنا الآن بعد قبل أيضا حتى عند "
    "عندي لدي فيه منه "
    "له لها به بها لكن لأن إذا لو الذي التي الذين نعم حسنا طيب شكرا"
)

ARABIC = Lexicon(
    language="ar",
    stemmer="arabic",
    fold=True,
    latin=False,
    spelling=SPELLING,
    proclitics=PROCLITICS,
    same=SAME,
    little=words(f"في من إلى على عن مع {_THIS} هو هي كان كانت أن إن أنا ثم قد لقد ال و"),
    determiners=words(f"{_THIS} أنا بل أعني أقصد ربما"),
    correctors=words("لا"),
    negators=words(
        "لا ولا فلا لم ولم لن ولن ليس ليست لست لسنا ليسوا غير عدم مش مو مهو موب مافي مفيش ماكو أبدا إطلاقا بتاتا قط"
    ),
    but=spelt("إلا"),
    universals=words("أحد شيء"),
    exceptives=words("إلا سوى عدا ماعدا باستثناء دون بدون بلا خلا"),
    exceptive_pairs=pairs("ما عدا, بدلا من, عوضا عن, بعيدا عن, من دون, من غير"),
    harmless_pairs=pairs(
        "لا شك, بلا شك, لا بد, لا بأس, لا مانع, لا مشكلة, لا داعي, لا سيما, لا محالة, لا يهم, لا أنسى, لن "
        "أنسى, لم أنس, لا أعرف,"
        "لا أعلم, لا أدري, لا أتذكر, لا أذكر, لا أمزح, لا أكذب, ليس فقط, لم لا, غير أن, لا زال, لا زلت, لا "
        "يزال, لا مثيل, لا يضاهى"
    ),
    breakers=words(
        "لكن بل لأن لأنه لأنها لأني لأنني بسبب رغم بينما عندما لما حين حتى إذا لو الذي التي الذين بس عشان علشان"
    ),
    telling=words(
        "رأيت شفت شاهدت مرة كان كانت كنت قابلت سمعت عرفت قبل أمس البارحة مبارح أتذكر أذكر خفت أخاف لماذا كيف ماذا متى"
    ),
    aversions=words("أكره كرهت بكره أمقت أتجنب تجنبت"),
    fillers=words(
        f"{_PRONOUNS} {_THIS} أظن أعتقد أرى رأيي برأيي ربما يمكن ممكن أكيد طبعا بالطبع بالتأكيد حتما دائما "
        "عادة غالبا بصراحة صراحة والله "
        "يعني أختار اخترت أفضل أحب أريد أود سآخذ آخذ أقول قلت كان فقط بس جدا كثيرا أكثر فضلك سمحت شكرا نعم "
        "ايوه آه طيب حسنا تمام "
        "اليوم هنا الآن جواب جوابي إجابتي خيار خياري رقم الخيار شخصيا بالنسبة لي هم امم اممم هه من لو في"
    ),
    cues=words("أختار اخترت أفضل أحب أريد أود آخذ سآخذ أكون طبعا أكيد بالتأكيد حتما ربما أظن أعتقد إجابتي خياري أكثر"),
    numbers={spelt(word): value for value, forms in _NUMBERS.items() for word in forms.split()},
    ordinals={spelt(word): place for place, forms in _ORDINALS.items() for word in forms.split()},
    both=words("كلاهما كليهما كلتاهما كلتيهما جميعها جميعهم"),
    depends=words("حسب بحسب يعتمد تعتمد"),
    undecided=UNDECIDED,
    marks=words("خيار الخيار رقم إجابة حرف الرقم الحرف"),
    joiners=words("و"),
    over=words("على قبل فوق"),
    statements=words("هو هي كان كانت يبدو تبدو عنده عندها ليس ليست"),
    compared=words("أكثر أفضل أحسن الأفضل أسوأ الأسوأ خير"),
    refusing=words("لا أبدا كلا مستحيل لست أنا أظن أمزح شكرا بل انتظر"),
    firsts=words("أولا الأول الأولى الأفضل"),
    lasts=words("أخيرا الأخير الأخيرة آخرا الأسوأ"),
    backwards=words("عكس بالعكس معكوس"),
    pronoun_marks=words(f"{_THIS} أي كل آخر"),
    units=words(
        "دقيقة دقائق ساعة ساعات يوم أيام أسبوع أسابيع شهر شهور سنة سنوات مرة مرات شخص أشخاص كيلو كم متر دولار يورو"
    ),
    hours=words("الساعة حتى قبل بعد منذ عند"),
    poised=words("أجلس أقف بين قريب عند تقريبا حوالي"),
    out_of=words("من أصل"),
    courtesy=words("بصراحة صراحة آسف آسفة عفوا والله حقا فعلا طيب هه شكرا يعني بصدق"),
    back_openers=words("أنت وماذا وكيف لكن طيب"),
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
    tops=words("أقصى أعلى الأعلى كامل تماما"),
    bottoms=words("أدنى أقل الأدنى"),
    middles=words("وسط الوسط منتصف المنتصف نصف"),
    tender=TENDER,
    distress=DISTRESS,
    speaker=words("أنا أني إني بأني إنني أنني"),
    stop=words(f"{_PRONOUNS} {_THIS} {_COMMON}"),
)
