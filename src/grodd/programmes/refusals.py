"""What programmes say no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class BudgetExceeded(Refusal):
    """More money is asked for than is left of the round."""

    code = "budget_exceeded"
    sentence = gettext_lazy(
        "%(wanted)s is more than the %(left)s that is left of the round “%(round)s”. "
        "Lower the amount, let another commitment go, or raise the budget of the round."
    )


class HoursExceeded(Refusal):
    """More hours are asked for than are left of the round."""

    code = "hours_exceeded"
    sentence = gettext_lazy(
        "%(wanted)s hours are more than the %(left)s that are left of the round “%(round)s”. "
        "Lower the hours, let another commitment go, or raise the hours of the round."
    )


class BudgetBelowCommitted(Refusal):
    """A budget cannot be lowered under what was promised already."""

    code = "budget_below_committed"
    sentence = gettext_lazy(
        "%(committed)s and %(hours)s hours of this round are already promised. "
        "The budget cannot be lower than that."
    )


class FrameRangeWrong(Refusal):
    """The least is above the most."""

    code = "frame_range_wrong"
    sentence = gettext_lazy(
        "%(least)s is above %(most)s. Write the lowest first, and the highest second."
    )


class InstrumentMissing(Refusal):
    """A frame without anything to give."""

    code = "instrument_missing"
    sentence = gettext_lazy("Choose at least one instrument: what does this programme give?")


class RhythmMissing(Refusal):
    """A frame whose loans could never be repaid."""

    code = "rhythm_missing"
    sentence = gettext_lazy(
        "Choose at least one answer to how often a loan is repaid. Every month is the usual one."
    )


class RoundDatesWrong(Refusal):
    """A round that would close before it opens."""

    code = "round_dates_wrong"
    sentence = gettext_lazy(
        "The round would close %(closes)s, before it opens %(opens)s. "
        "Choose a later day to close it, or leave it empty to take applications all the time."
    )


class RoundNotReady(Refusal):
    """Something that every round needs is not there."""

    code = "round_not_ready"
    sentence = gettext_lazy(
        "The round cannot be published yet. %(missing)s "
        "Mend it on the programme's pages, then publish again."
    )


class RoundPublished(Refusal):
    """What applicants rely on does not change after publication."""

    code = "round_published"
    sentence = gettext_lazy(
        "“%(round)s” is published, so its opening and its way of assessment no longer change. "
        "Its name, its last day and its budget still can."
    )


class RoundOver(Refusal):
    """The round was closed."""

    code = "round_over"
    sentence = gettext_lazy(
        "“%(round)s” was closed %(closed)s. Make a new round, "
        "or open a single application late from its own page."
    )


class MergeFieldUnknown(Refusal):
    """A letter asks for something that nobody can fill in."""

    code = "merge_field_unknown"
    sentence = gettext_lazy(
        "Nothing can be filled in for %(unknown)s in this letter. These fields work: %(known)s."
    )


class MeaningNeedsKind(Refusal):
    """A question that the chain reads must have the shape that it reads."""

    code = "meaning_needs_kind"
    sentence = gettext_lazy(
        "The answer that is used as “%(meaning)s” must be of the kind “%(kind)s”. "
        "Change the kind, or let the question be read by people only."
    )


class MeaningAskedTwice(Refusal):
    """Two questions cannot both be the title."""

    code = "meaning_asked_twice"
    sentence = gettext_lazy(
        "“%(other)s” is already used as “%(meaning)s”. Change that question first."
    )


class OptionsMissing(Refusal):
    """A choice of nothing."""

    code = "options_missing"
    sentence = gettext_lazy("A choice needs at least two options. Write one on each line.")


class QuestionNeeded(Refusal):
    """The chain cannot do without a title and an amount."""

    code = "question_needed"
    sentence = gettext_lazy(
        "“%(question)s” cannot be removed: decisions and agreements read it. "
        "You can change its words instead."
    )


class CriteriaMissing(Refusal):
    """An assessment of nothing."""

    code = "criteria_missing"
    sentence = gettext_lazy("Keep at least one criterion: there must be something to assess.")


class ScaleWrong(Refusal):
    """A scale that does not rise, or a weight of nothing."""

    code = "scale_wrong"
    sentence = gettext_lazy(
        "“%(criterion)s” needs a scale that rises, such as 1 to 5, and a weight above zero."
    )
