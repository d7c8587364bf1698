"""How applications are found by a word in them."""

from django.db.models import Q

from grodd.base.typed import read_digits
from grodd.people.models import Person


def found_by(title: str, summary: str) -> str:
    """What a search reads, in small letters.

    Kept in a column: to fold ten thousand texts at each question costs more than all else in the
    list, and SQLite can fold no letter beyond the English ones.
    """
    return f"{title}\n{summary}".casefold()


def with_words(text: str) -> Q:
    """A filter: applications whose title, text, applicant or number is like ``text``."""
    wanted = text.strip()
    owners = Person.objects.filter(name__icontains=wanted).values("pk")
    like = Q(found_by__contains=wanted.casefold()) | Q(owner_id__in=owners)
    number = read_digits(wanted, most=15)
    return like if number is None else like | Q(number=number)
