"""What the pages themselves say, in every language that they speak; what the bot says on them comes from elsewhere.

A language is one more dictionary here, with the same names; a test sees to that. Whoever reads a language that is
not here
reads the pages in English.
"""

# ruff: noqa: E501  # sentences stand whole, to be read and translated side by side

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Wordings = Mapping[str, str]
_ENGLISH: Final = {
    "title": "{title}: questions with nothing to win",
    "about": "A bot with a list of curious questions, for {title}.",
    "to_box": "To the answer box",
    "all_said": "All that was said",
    "tagline": "Curious questions, nothing to win",
    "earlier": "Earlier messages",
    "conversation": "Conversation",
    "look": "Look for new messages",
    "your_answer": "Your answer",
    "send": "Send",
    "what": "What is this?",
    "help_1": "A bot asks here, for",
    "help_2": "says who runs it. It keeps your answers so as not to ask twice; they are yours to see and to delete, and this "
    "browser's cookie is what leads back to them. Among the words that always work:",
    "word_skip": "skip",
    "does_skip": "another question, no reason needed",
    "word_stop": "stop",
    "does_stop": "the bot asks nothing more until you want it to",
    "word_known": "what do you know about me",
    "does_known": "what is kept",
    "word_forget": "forget me",
    "does_forget": "your answers and words are deleted",
    "word_help": "help",
    "does_help": "everything else",
    "you": "You:",
    "bot": "The bot:",
    "voice": "Voice message",
    "photo": "Photo",
    "lost": "That is not there any more, or could not be fetched, so it did not make it here. Ask for it in words.",
    "seat_title": "A seat at a table",
    "seat": "A seat is kept at this table.",
    "hold_up": "Hold this up to a friend, or read them the code, to be typed in any chat with this bot:",
    "join": "join",
    "qr": "A QR code that leads to",
    "back": "To the conversation",
    "sorry": "Not this way",
    "sorry_404": "There is nothing at this address.",
    "sorry_403": "That did not come from a page of ours, so nothing was done.",
    "sorry_413": "That is more than fits in one message. Go back: your browser still has it.",
    "sorry_503": "Too many people at the door at once. Try again in a moment.",
    "sorry_500": "Something broke here, and it was not you. What was said before is safe.",
    "sorry_other": "That did not work.",
    "too-long": "That is longer than 4,000 characters, the most that fits in one message. It is still in the box: shorten it, "
    "or send it in two.",
    "far-too-long": "That is far more than fits in one message, so it was not read. Your browser's Back button still has it.",
    "too-fast": "That was a lot in a few seconds. Nothing is lost: wait a moment, then send it again.",
    "unreadable": "That arrived damaged, and was not read as an answer. Please write it once more.",
    "old-page": "This page was open for a long time, so it was not sent yet. Send it once more.",
    "no-cookie": "Your browser did not say which conversation this is, so it was not sent. Send it once more; if this comes "
    "back, allow cookies for this site.",
    "restarting": "The bot is restarting. What you wrote is still here; send it again in a moment.",
    "waiting": "Waiting for the bot. Your message is kept, and goes out by itself.",
    "file_summary": "Send a list of questions",
    "file_how": "Text, CSV, a spreadsheet, JSON, YAML or Markdown, at most 8 MB. You read what is in it first; nothing changes before you say so.",
    "file_label": "The file",
    "file_send": "Send the file",
    "file_sent": "A file",
    "file-none": "No file was chosen, so nothing was sent. Choose one, and send it.",
    "file-half": "The file did not arrive whole, so nothing of it was kept. Please send it once more.",
    "file-slow": "The file took longer than two minutes to arrive, so nothing of it was kept. Please send it once more, or in parts.",
    "file-busy": "Other files are on their way just now, so this one was not taken. Send it again in a moment.",
    "file-too-large": "A list of questions has at most 8 MB, and this file has more, so it was not sent. Bring it in parts, or without its pictures.",
    "file-on-its-way": "The file is on its way.",
    "file-not-there": "The file may not have arrived: the bot could not be reached. It is still chosen; send it once more.",
}
_GERMAN: Final = {
    "title": "{title}: Fragen, bei denen es nichts zu gewinnen gibt",
    "about": "Ein Bot mit einer Liste neugieriger Fragen, für {title}.",
    "to_box": "Zum Antwortfeld",
    "all_said": "Alles, was gesagt wurde",
    "tagline": "Neugierige Fragen, nichts zu gewinnen",
    "earlier": "Frühere Nachrichten",
    "conversation": "Gespräch",
    "look": "Nach neuen Nachrichten sehen",
    "your_answer": "Deine Antwort",
    "send": "Senden",
    "what": "Was ist das hier?",
    "help_1": "Hier fragt ein Bot, für",
    "help_2": "sagt, wer ihn betreibt. Er behält deine Antworten, um nichts zweimal zu fragen; du kannst sie ansehen und "
    "löschen, und zurück zu ihnen führt das Cookie dieses Browsers. Das hier geht immer:",
    "word_skip": "passe",
    "does_skip": "eine andere Frage, ohne Begründung",
    "word_stop": "stopp",
    "does_stop": "der Bot fragt nichts mehr, bis du es willst",
    "word_known": "was weißt du über mich",
    "does_known": "was behalten wird",
    "word_forget": "vergiss mich",
    "does_forget": "deine Antworten und Worte werden gelöscht",
    "word_help": "Hilfe",
    "does_help": "alles andere",
    "you": "Du:",
    "bot": "Der Bot:",
    "voice": "Sprachnachricht",
    "photo": "Foto",
    "lost": "Das ist nicht mehr da oder ließ sich nicht holen und hat es deshalb nicht bis hierher geschafft. Frag mit Worten "
    "danach.",
    "seat_title": "Ein Platz an einem Tisch",
    "seat": "An diesem Tisch ist ein Platz frei gehalten.",
    "hold_up": "Halte das jemandem hin oder lies den Code vor; er wird in irgendeinem Chat mit diesem Bot getippt:",
    "join": "dabei",
    "qr": "Ein QR-Code, der hierher führt:",
    "back": "Zum Gespräch",
    "sorry": "Hier nicht",
    "sorry_404": "Unter dieser Adresse ist nichts.",
    "sorry_403": "Das kam von keiner Seite von uns, also wurde nichts getan.",
    "sorry_413": "Das ist mehr, als in eine Nachricht passt. Geh zurück: Dein Browser hat es noch.",
    "sorry_503": "Zu viele Leute auf einmal an der Tür. Versuch es gleich noch einmal.",
    "sorry_500": "Hier ist etwas kaputtgegangen, und es lag nicht an dir. Was vorher gesagt wurde, ist sicher.",
    "sorry_other": "Das ging nicht.",
    "too-long": "Das ist länger als 4.000 Zeichen, und mehr passt nicht in eine Nachricht. Es steht noch im Feld: Kürze es, "
    "oder schick es in zweien.",
    "far-too-long": "Das ist weit mehr, als in eine Nachricht passt, also wurde es nicht gelesen. Über „Zurück“ hat dein "
    "Browser es noch.",
    "too-fast": "Das war viel in wenigen Sekunden. Verloren ist nichts: Warte einen Moment und schick es dann noch einmal.",
    "unreadable": "Das kam beschädigt an und wurde nicht als Antwort gelesen. Schreib es bitte noch einmal.",
    "old-page": "Diese Seite war lange offen, also wurde noch nichts geschickt. Schick es noch einmal.",
    "no-cookie": "Dein Browser hat nicht gesagt, zu welchem Gespräch das gehört, also wurde es nicht geschickt. Schick es noch "
    "einmal; kommt das wieder, erlaube Cookies für diese Seite.",
    "restarting": "Der Bot startet gerade neu. Was du geschrieben hast, steht noch hier; schick es gleich noch einmal.",
    "waiting": "Warte auf den Bot. Deine Nachricht ist aufgehoben und geht von selbst hinaus.",
    "file_summary": "Eine Liste mit Fragen schicken",
    "file_how": "Text, CSV, eine Tabelle, JSON, YAML oder Markdown, höchstens 8 MB. Du liest zuerst, was darin steht; vorher ändert sich nichts.",
    "file_label": "Die Datei",
    "file_send": "Datei schicken",
    "file_sent": "Eine Datei",
    "file-none": "Es war keine Datei ausgewählt, also wurde nichts geschickt. Wähl eine aus und schick sie.",
    "file-half": "Die Datei ist nicht ganz angekommen, also wurde nichts von ihr behalten. Schick sie bitte noch einmal.",
    "file-slow": "Die Datei hat länger als zwei Minuten gebraucht, also wurde nichts von ihr behalten. Schick sie bitte noch einmal, oder in Teilen.",
    "file-busy": "Gerade sind andere Dateien unterwegs, also wurde diese nicht angenommen. Schick sie gleich noch einmal.",
    "file-too-large": "Eine Liste mit Fragen hat höchstens 8 MB, und diese Datei hat mehr, also wurde sie nicht geschickt. Bring sie in Teilen oder ohne ihre Bilder.",
    "file-on-its-way": "Die Datei ist unterwegs.",
    "file-not-there": "Vielleicht ist die Datei nicht angekommen: Der Bot war nicht zu erreichen. Sie ist noch ausgewählt; schick sie noch einmal.",
}
_ARABIC: Final = {
    "title": "{title}: أسئلة لا فوز فيها ولا خسارة",
    "about": "بوت معه قائمة أسئلة من باب الفضول، من أجل {title}.",
    "to_box": "إلى خانة الإجابة",
    "all_said": "كل ما قيل",
    "tagline": "أسئلة من باب الفضول، ولا شيء يُكسب",
    "earlier": "رسائل أقدم",
    "conversation": "المحادثة",
    "look": "البحث عن رسائل جديدة",
    "your_answer": "إجابتك",
    "send": "إرسال",
    "what": "ما هذا؟",
    "help_1": "هنا بوت يسأل، من أجل",
    "help_2": "تعرض من يشغّله. وهو يحتفظ بإجاباتك كي لا يسأل مرتين؛ ولك أن تراها وأن تحذفها، وملف تعريف الارتباط في هذا المتصفح هو "
    "ما يعيدك إليها. ومن الكلمات التي تعمل دائمًا:",
    "word_skip": "تجاوز",
    "does_skip": "سؤال آخر، بلا سبب",
    "word_stop": "توقف",
    "does_stop": "لا يسأل البوت شيئًا حتى تطلب ذلك",
    "word_known": "ماذا تعرف عني",
    "does_known": "ما هو محفوظ",
    "word_forget": "انسني",
    "does_forget": "تُحذف إجاباتك وكلماتك",
    "word_help": "مساعدة",
    "does_help": "كل ما سوى ذلك",
    "you": "أنت:",
    "bot": "البوت:",
    "voice": "رسالة صوتية",
    "photo": "صورة",
    "lost": "لم يعد هذا موجودًا، أو تعذّر إحضاره، فلم يصل إلى هنا. يمكن السؤال عنه بالكلمات.",
    "seat_title": "مقعد على طاولة",
    "seat": "على هذه الطاولة مقعد محجوز.",
    "hold_up": "لعرضه على صديق، أو لقراءة الرمز له؛ يُكتب في أي محادثة مع هذا البوت:",
    "join": "انضمام",
    "qr": "رمز استجابة سريعة يقود إلى",
    "back": "إلى المحادثة",
    "sorry": "ليس من هنا",
    "sorry_404": "لا شيء في هذا العنوان.",
    "sorry_403": "لم يأتِ هذا من صفحة لنا، فلم يحدث شيء.",
    "sorry_413": "هذا أكثر مما تتسع له رسالة واحدة. وهو ما زال في المتصفح بعد الرجوع.",
    "sorry_503": "على الباب الآن عدد كبير دفعة واحدة. المحاولة بعد لحظة قد تنجح.",
    "sorry_500": "تعطّل شيء هنا، وليس الخطأ منك. وما قيل من قبل محفوظ.",
    "sorry_other": "لم ينجح ذلك.",
    "too-long": "هذا أطول من 4000 حرف، وهو أكثر ما تتسع له رسالة. ما زال في الخانة: يمكن اختصاره، أو إرساله في رسالتين.",
    "far-too-long": "هذا أكثر بكثير مما تتسع له رسالة، فلم يُقرأ. وهو ما زال في المتصفح بعد الرجوع.",
    "too-fast": "هذا كثير في ثوانٍ قليلة. لم يضع شيء: بعد لحظة يمكن إرساله مرة أخرى.",
    "unreadable": "وصل هذا تالفًا، فلم يُقرأ كإجابة. من فضلك اكتبه مرة أخرى.",
    "old-page": "بقيت هذه الصفحة مفتوحة طويلًا، فلم يُرسل بعد. من فضلك أرسله مرة أخرى.",
    "no-cookie": "لم يقل المتصفح أي محادثة هذه، فلم يُرسل شيء. من فضلك أرسله مرة أخرى؛ وإن تكرر هذا، فاسمح بملفات تعريف الارتباط "
    "لهذا الموقع.",
    "restarting": "البوت يبدأ من جديد الآن. ما كُتب ما زال هنا؛ ويمكن إرساله بعد لحظة.",
    "waiting": "في انتظار البوت. رسالتك محفوظة، وتخرج من تلقاء نفسها.",
    "file_summary": "إرسال قائمة أسئلة",
    "file_how": "نص أو CSV أو جدول أو JSON أو YAML أو Markdown، حتى 8 ميغابايت. ستقرأ أولًا ما فيه، ولا يتغيّر شيء قبل موافقتك.",
    "file_label": "الملف",
    "file_send": "إرسال الملف",
    "file_sent": "ملف",
    "file-none": "لم يُختر أي ملف، فلم يُرسل شيء. من فضلك اختر ملفًا ثم أرسله.",
    "file-half": "لم يصل الملف كاملًا، فلم يُحتفظ بشيء منه. من فضلك أرسله مرة أخرى.",
    "file-slow": "استغرق وصول الملف أكثر من دقيقتين، فلم يُحتفظ بشيء منه. من فضلك أرسله مرة أخرى، أو على أجزاء.",
    "file-busy": "في الطريق الآن ملفات أخرى، فلم يُؤخذ هذا الملف. من فضلك أرسله بعد لحظة.",
    "file-too-large": "قائمة الأسئلة لا تزيد على 8 ميغابايت، وهذا الملف أكبر، فلم يُرسل. يمكن إرساله على أجزاء أو بلا صور.",
    "file-on-its-way": "الملف في الطريق.",
    "file-not-there": "ربما لم يصل الملف: تعذّر الوصول إلى البوت. ما زال الملف مختارًا؛ من فضلك أرسله مرة أخرى.",
}
WORDINGS: Final[Mapping[str, Wordings]] = MappingProxyType({"en": _ENGLISH, "de": _GERMAN, "ar": _ARABIC})
RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "syr", "ur", "yi"})
"""Languages that are written from right to left, as far as anybody may add one: in pages, and in what the bot says."""


def served(tags: str) -> str:
    """The first of these languages (BCP 47 tags by commas) that the pages speak; English where they speak none."""
    for tag in tags.split(","):
        language = tag.strip().replace("_", "-").split("-")[0].casefold()
        if language in WORDINGS:
            return language
    return "en"


def direction(language: str) -> str:
    """How the language runs, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
