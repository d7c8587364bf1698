"""Who is in the demo. All of them are made up."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.people.roles import LABELS, Role

DOMAIN = "example.org"
"""Where the cast has its addresses; a domain that can never belong to anyone."""

COMPANY = "Norrverk AB"
FUND = "Kvarkens mikrofond"
ADMINISTRATOR = "ali"
FROM_OUTSIDE = gettext_lazy("Applies from outside")


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in the cast.

    Attributes:
        key: The first part of their address, and of their sign-in link.
        name: What they are called.
        language: Of their pages and mail.
        what: What one can do in their shoes.
        roles: In the company and in the fund.
        stands: What they are to both of them when they hold nothing there.
    """

    key: str
    name: str
    language: str
    what: Promise
    roles: dict[str, tuple[Role, ...]] = field(default_factory=dict)
    stands: Promise = FROM_OUTSIDE

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.key}@{DOMAIN}"

    @property
    def labels(self) -> list[str]:
        """What they are, in words."""
        return [str(LABELS[role]) for role in self.held] or [str(self.stands)]

    @property
    def held(self) -> tuple[Role, ...]:
        """Their roles in either space, each once."""
        return tuple(dict.fromkeys(role for roles in self.roles.values() for role in roles))


def _both(*roles: Role) -> dict[str, tuple[Role, ...]]:
    return {COMPANY: roles, FUND: roles}


IDEAS = gettext_lazy("Writes and sends ideas, follows projects of her or his own.")
LOANS = gettext_lazy("Applies for a loan in the fund and repays it.")
REVIEWS = gettext_lazy("Scores ideas and loans, alone first, then beside the others.")
VOTES = gettext_lazy("Votes on matters in both committees.")
BOOKS = gettext_lazy("Pays what another prepared, records repayments, keeps the books.")

CAST: tuple[Member, ...] = (
    Member(
        "amina",
        "Amina Lundqvist",
        "sv",
        gettext_lazy("Has ideas at work, and a bakery that borrowed and repaid. Begin here."),
        {COMPANY: (Role.APPLICANT,)},
    ),
    Member(
        "petra",
        "Petra Sandell",
        "sv",
        gettext_lazy("Runs both programmes: screens, assigns, proposes, makes agreements."),
        _both(Role.PROGRAMME_MANAGER),
    ),
    Member("rolf", "Rolf Dahlgren", "sv", REVIEWS, _both(Role.REVIEWER)),
    Member("riitta", "Riitta Koskela", "fi", REVIEWS, _both(Role.REVIEWER)),
    Member("siv", "Siv Nordgren", "sv", REVIEWS, _both(Role.REVIEWER)),
    Member(
        "chair",
        "Charlotta Ehn",
        "sv",
        gettext_lazy("Chairs both committees: opens meetings, decides, signs the minutes."),
        _both(Role.COMMITTEE_CHAIR),
    ),
    Member("carin", "Carin Holm", "sv", VOTES, _both(Role.COMMITTEE_MEMBER)),
    Member("kalle", "Kalle Vesterinen", "fi", VOTES, _both(Role.COMMITTEE_MEMBER)),
    Member("bo", "Bo Wikström", "sv", BOOKS, _both(Role.FINANCE_OFFICER)),
    Member("finn", "Finn Aaltonen", "fi", BOOKS, _both(Role.FINANCE_OFFICER)),
    Member(
        "adde",
        "Adde Forsman",
        "sv",
        gettext_lazy("Advises those who want a loan, and takes the first look."),
        {FUND: (Role.ADVISER,)},
    ),
    Member(
        "maj",
        "Maj Bergroth",
        "sv",
        gettext_lazy("Stands beside projects and loans as a mentor."),
        _both(Role.MENTOR),
    ),
    Member(
        "agda",
        "Agda Revell",
        "sv",
        gettext_lazy("Reads everything in both spaces and changes nothing."),
        _both(Role.AUDITOR),
    ),
    Member(
        "ali",
        "Ali Karlberg",
        "sv",
        gettext_lazy("Administrates both spaces: people, roles, rates, the audit trail."),
        _both(Role.ADMINISTRATOR),
    ),
    Member("sanna", "Sanna Öberg", "sv", IDEAS, {COMPANY: (Role.APPLICANT,)}),
    Member("jonas", "Jonas Fält", "sv", IDEAS, {COMPANY: (Role.APPLICANT,)}),
    Member("otto", "Otto Brandt", "en", IDEAS, {COMPANY: (Role.APPLICANT,)}),
    Member("aino", "Aino Lehtola", "fi", LOANS),
    Member("mikko", "Mikko Rannila", "fi", LOANS),
    Member(
        "yusuf",
        "Yusuf Hammar",
        "sv",
        gettext_lazy("Borrows for a cargo bike, and is late with his repayments."),
    ),
    Member("leila", "Leila Sjögren", "sv", gettext_lazy("Has an agreement to say yes to.")),
    Member("grace", "Grace Norton", "en", LOANS),
    Member("tom", "Tom Whitby", "en", LOANS),
    Member(
        "dana",
        "Dana Ek",
        "sv",
        gettext_lazy("Sees open rounds, and nothing of anyone else."),
        stands=gettext_lazy("A stranger"),
    ),
)
