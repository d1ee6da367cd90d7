"""What was understood of an answer, and why: the result of reading it."""

from __future__ import annotations

from enum import StrEnum

from bot.model.noun import Noun


class Branch(StrEnum):
    """The kind of reply that an answer calls for."""

    CHOICE = "choice"
    RANGE = "range"
    ORDER = "order"
    THEME = "theme"
    DONE = "done"
    DEFAULT = "default"
    SHORT = "short"
    JOKE = "joke"
    TENDER = "tender"
    DISTRESS = "distress"
    QUESTION_BACK = "question-back"
    PUZZLED = "puzzled"
    REMARK = "remark"
    OTHER_LANGUAGE = "other-language"
    BOTH = "both"
    NEITHER = "neither"
    DEPENDS = "depends"
    MEDIA = "media"
    NEAR_MISS = "near-miss"


class Heard(Noun, frozen=True):
    """One reading of one answer.

    `key` names the branch's own part (a choice id, a theme id, a range as `1-3`) and is empty elsewhere.
    `evidence` is what decided, verbatim from the answer; `why` says it in a few words for `replay --why`.
    `values` are the number given (scale: one) or the choice positions from 0 in order (rank).
    """

    branch: Branch
    key: str = ""
    evidence: str = ""
    why: str = ""
    values: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The branch as authors write it under `hears`."""
        return self.key or self.branch.value
