"""What follow-up says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class ProjectEnded(Refusal):
    """The project is over; its story is not rewritten."""

    code = "project_ended"
    sentence = gettext_lazy(
        "“%(project)s” has ended, so this cannot be changed any more. "
        "Write what you want to add in its lesson."
    )


class GoalsStand(Refusal):
    """Goals are set at the start, so that the outcome can be compared with them."""

    code = "goals_stand"
    sentence = gettext_lazy(
        "The goals of “%(project)s” stand since the first check-in. "
        "Tell in the next check-in what has changed, or ask for a gate."
    )


class GoalsMissing(Refusal):
    """Without a goal and a stop criterion nobody can tell whether to go on."""

    code = "goals_missing"
    sentence = gettext_lazy(
        "Set at least one goal and one stop criterion before you start: "
        "what would make you glad, and what would make you stop?"
    )


class CheckInDone(Refusal):
    """A check-in is told once."""

    code = "check_in_done"
    sentence = gettext_lazy("Check-in %(number)s was done %(at)s. Add what is new in the next one.")


class CheckInNotDone(Refusal):
    """There is nothing to say something about yet."""

    code = "check_in_not_done"
    sentence = gettext_lazy(
        "Check-in %(number)s is not done yet, so there is nothing to comment on. "
        "Comment on the last one that is done, or write again when this one is in."
    )


class NothingSaid(Refusal):
    """A remark without words."""

    code = "nothing_said"
    sentence = gettext_lazy("The comment is empty. Write a word or two before you send it.")


class GateOpen(Refusal):
    """One question at a time."""

    code = "gate_open"
    sentence = gettext_lazy(
        "“%(project)s” already waits for an answer to stop, go on or scale up. "
        "Wait for that decision first."
    )


class LessonMissing(Refusal):
    """Whatever came of it, what was learnt is written down before the project ends."""

    code = "lesson_missing"
    sentence = gettext_lazy(
        "Write the lesson of “%(project)s” first. Whatever came of it, it is worth knowing."
    )


class ResultMissing(Refusal):
    """A project ends with what came of it."""

    code = "result_missing"
    sentence = gettext_lazy("Report the result of “%(project)s” first, beside what was projected.")
