"""Which of the offered labels an answer picks. The one reader of choices, chips and menus, on every platform.

A pick must be certain: whatever is only likely is a near miss, and is asked again. Rules, in order:
the whole answer is a label; a number, a position or a letter; the first clause that names anything decides, if
it holds nothing but a label and fillers, begins with the label or says that one chooses; everything else is not a pick.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.hearing.languages import ENGLISH
from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import hear
from bot.hearing.pick_clauses import Reading
from bot.hearing.pick_labels import Labels, labels_of
from bot.hearing.pick_numbers import position
from bot.hearing.pick_typos import nearest
from bot.hearing.picked import NO_PICK, Outcome, Pick
from bot.hearing.words import Line

__all__ = ["NO_PICK", "Outcome", "Pick", "pick", "pick_line"]


def pick(text: str, labels: Sequence[str], also: Sequence[Sequence[str]] = (), lexicon: Lexicon = ENGLISH) -> Pick:
    """What the text picks of `labels`, in which `also[i]` are other words for label `i`."""
    return pick_line(hear(text, lexicon), labels_of(tuple(labels), tuple(tuple(words) for words in also), lexicon))


def _agreed(place: Pick | None, reading: Reading) -> Pick | None:
    """A place in the list, unless a label beside it says otherwise: `2. tiger`."""
    if place is None or place.outcome is not Outcome.PICKED or place.exact:
        return place
    bare = [clause.free[0].alias.index for clause in reading.clauses() if clause.bare]
    if any(index != place.index for index in bare):
        return Pick(Outcome.NEAR, evidence=place.evidence, why="a place and another label")
    return place


def pick_line(line: Line, labels: Labels) -> Pick:
    """What the line picks. `Outcome.NONE` means that it is about something else."""
    if not labels.labels:
        return NO_PICK
    reading = Reading(line, labels)
    return (
        reading.whole()
        or _agreed(position(line, labels), reading)
        or reading.clause_by_clause()
        or nearest(line, labels)
        or NO_PICK
    )
