"""What the use cases that register organisations share."""

from django.db.models import Q
from django.utils.text import slugify

from grodd.people.models import Organisation
from grodd.people.refusals import OrganisationKnown
from grodd.people.roles import Role

REGISTRARS = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.ADVISER)
"""Who keeps the register of customers, partners and funders."""


def refuse_known(*, space_id: int, country: str, number: str, but: int | None = None) -> None:
    """Stop if another organisation of the space has the number."""
    same = Organisation.objects.filter(served_by_id=space_id, country=country, number=number)
    if number and (known := same.exclude(Q(pk=but)).first()):
        raise OrganisationKnown(number=number, name=known.name)


def free_key(name: str) -> str:
    """A short key that no organisation has: the name, with a figure after it if need be."""
    wished = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(key__startswith=wished).values_list("key", flat=True))
    return next(
        key
        for key in (wished, *(f"{wished}-{figure}" for figure in range(2, len(taken) + 3)))
        if key not in taken
    )
