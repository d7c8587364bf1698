"""The tabs of a space's own pages."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.people.roles import Role
from grodd.web.components.values import Tab
from grodd.web.http import Request, page_or_part

READS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AUDITOR})
WAYS: tuple[tuple[str, Promise, frozenset[Role]], ...] = (
    ("people", gettext_lazy("People and roles"), READS),
    ("customers", gettext_lazy("Organisations we serve"), READS | {Role.ADVISER}),
    ("settings", gettext_lazy("The organisation"), frozenset({Role.ADMINISTRATOR})),
    (
        "rules",
        gettext_lazy("Rates and rules"),
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    ("lateness", gettext_lazy("Late loans"), READS | {Role.FINANCE_OFFICER}),
    ("nights", gettext_lazy("Nights"), READS | {Role.FINANCE_OFFICER}),
    ("trail", gettext_lazy("Audit trail"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
    (
        "messages",
        gettext_lazy("Mail that did not arrive"),
        frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER}),
    ),
)
"""A page, its name, and who may open it."""


def page_of_space(
    request: Request, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page with the tabs that the reader may open."""
    here = request.asker.organisation_id
    held = request.asker.roles(organisation_id=here) if here else frozenset()
    ways = [
        Tab(str(label), reverse(f"organisation:{key}"), current=key == name)
        for key, label, roles in WAYS
        if roles & held
    ]
    return page_or_part(request, "organisation", name, {"ways": ways, **context}, status=status)
