"""The areas, as the one who asks sees them: one row each."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.people.asker import Asker
from grodd.people.roles import Role


@dataclass(frozen=True, slots=True)
class Area:
    """An entry in the navigation.

    Attributes:
        key: The first part of its addresses.
        label: What people read.
        url_name: Its first page.
        roles: Who sees it; empty for everyone who has signed in.
        aside: Who comes in by another of its pages, because the first is not for them; they hold
            the role in all of the space.
        aside_url_name: That page.
    """

    key: str
    label: Promise
    url_name: str
    roles: frozenset[Role] = frozenset()
    aside: frozenset[Role] = frozenset()
    aside_url_name: str = ""

    def way_in(self, held: AbstractSet[str], everywhere: AbstractSet[str]) -> str:
        """The address by which somebody comes in; empty for none.

        Args:
            held: Their roles, also those in a part of the space.
            everywhere: Those in all of it.
        """
        if not self.roles or self.roles & held:
            return reverse(self.url_name)
        return reverse(self.aside_url_name) if self.aside & everywhere else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An area as it is shown: a link, current or not."""

    label: str
    url: str
    current: bool
    count: int = 0
    """How many unread messages there are; only beside the messages."""


PROGRAMME_READERS = frozenset(
    {
        Role.PROGRAMME_MANAGER,
        Role.FINANCE_OFFICER,
        Role.ADVISER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        Role.COMMITTEE_CHAIR,
        Role.COMMITTEE_MEMBER,
    }
)
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})
WATCHING = frozenset({Role.PROGRAMME_MANAGER, Role.AUDITOR})
LENDERS = frozenset({Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.ADVISER, Role.AUDITOR})

OF_LENDERS = frozenset({"lending"})
"""Only for a space that lends."""

AREAS: tuple[Area, ...] = (
    Area("home", gettext_lazy("Start"), "home:start"),
    Area("messages", gettext_lazy("Messages"), "messages:list"),
    Area("rounds", gettext_lazy("Open rounds"), "rounds:open"),
    Area("applications", gettext_lazy("My applications"), "applications:mine"),
    Area("voting", gettext_lazy("Voting"), "voting:list"),
    Area("programmes", gettext_lazy("Programmes"), "programmes:list", PROGRAMME_READERS),
    Area(
        "assessment",
        gettext_lazy("Assessment"),
        "assessment:start",
        COMMITTEE | WATCHING | {Role.REVIEWER, Role.ADVISER},
    ),
    Area(
        "decisions",
        gettext_lazy("Decisions"),
        "decisions:start",
        COMMITTEE | WATCHING | {Role.ADMINISTRATOR},
    ),
    Area("agreements", gettext_lazy("Agreements"), "agreements:list"),
    Area("followup", gettext_lazy("Projects"), "followup:list"),
    Area("library", gettext_lazy("Lessons"), "library:search"),
    Area(
        "books",
        gettext_lazy("Books"),
        "books:accounts",
        frozenset({Role.FINANCE_OFFICER, Role.AUDITOR}),
    ),
    Area("lending", gettext_lazy("Loans"), "lending:list", LENDERS),
    Area("portfolio", gettext_lazy("Portfolio"), "portfolio:show", PROGRAMME_READERS),
    Area(
        "organisation",
        gettext_lazy("Organisation"),
        "organisation:people",
        frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AUDITOR}),
        aside=frozenset({Role.FINANCE_OFFICER}),
        aside_url_name="organisation:nights",
    ),
)


def entries(
    request: HttpRequest, asker: Asker, *, unread: int = 0, lends: bool = True
) -> list[Entry]:
    """The areas that the asker may open in the space they work in now.

    Where nothing is lent there is nothing to see of loans; the page itself still opens.
    """
    here_id = asker.organisation_id
    everywhere = asker.roles(organisation_id=here_id) if here_id else frozenset()
    held = everywhere | {
        one.role for one in asker.held if one.organisation_id == asker.organisation_id
    }
    page = request.resolver_match
    here = getattr(request, "area", page.namespace if page else "")
    return [
        Entry(
            label=str(area.label),
            url=url,
            current=area.key == here,
            count=unread if area.key == "messages" else 0,
        )
        for area in AREAS
        if (url := area.way_in(held, everywhere))
        and (lends or area.key not in OF_LENDERS or area.key == here)
    ]
