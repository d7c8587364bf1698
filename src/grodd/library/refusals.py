"""What the library says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class LessonNotWhole(Refusal):
    """A lesson is only of use to others when each part of it is there."""

    code = "lesson_not_whole"
    sentence = gettext_lazy(
        "The lesson is not whole yet: “%(part)s” is empty. "
        "A few plain sentences are enough; write for someone who was not there."
    )


class LessonNeedsConsent(Refusal):
    """Sharing is a choice of the one who wrote it."""

    code = "lesson_needs_consent"
    sentence = gettext_lazy(
        "“%(title)s” is not shared, because the one who wrote it has not said yes to that. "
        "Ask them to share it from their own page."
    )
