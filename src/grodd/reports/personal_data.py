"""Everything that is kept on a person, for that person.

Each source is a function from a person to sections; ``SOURCES`` is the whole list. The second one
walks every foreign key to a person in the installation, so a new table cannot be forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.assessment.models import Review
from grodd.base.models import AuditEvent, OutboxMessage, StoredFile
from grodd.decisions.models import Vote
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.reports.personal_words import called, in_words

Row = dict[str, Any]
SECRET = frozenset({"password", "token_sha256"})
"""Kept only as a hash; of no use to anyone but a thief."""

LABELS: dict[str, Promise] = {
    "people.membership": gettext_lazy("Organisations you belong to"),
    "people.grant": gettext_lazy("Roles"),
    "people.consent": gettext_lazy("What you have said yes to"),
    "people.invitation": gettext_lazy("Invitations"),
    "people.messagewish": gettext_lazy("How you want to hear of things"),
    "people.signinlink": gettext_lazy("Sign-in links by mail"),
    "applications.application": gettext_lazy("Applications"),
    "applications.draftversion": gettext_lazy("Saved drafts"),
    "applications.submission": gettext_lazy("What you handed in"),
    "applications.coowner": gettext_lazy("Applications you write along on"),
    "assessment.assignment": gettext_lazy("Applications given to you to judge"),
    "assessment.review": gettext_lazy("Your reviews"),
    "assessment.conflict": gettext_lazy("Conflicts of interest"),
    "decisions.seat": gettext_lazy("Seats in bodies that decide"),
    "decisions.vote": gettext_lazy("Your votes"),
    "voting.participation": gettext_lazy("Votes that you have taken part in"),
    "voting.interest": gettext_lazy(
        "Ideas that you do not vote for, because they are close to you"
    ),
    "voting.exclusion": gettext_lazy("Votes that somebody was excluded from"),
    "voting.listedvoter": gettext_lazy("Lists of voters that you stand on"),
    "agreements.acceptance": gettext_lazy("Agreements you accepted"),
    "followup.project": gettext_lazy("Projects"),
    "library.lesson": gettext_lazy("Lessons you wrote"),
    "agreements.agreement": gettext_lazy("Agreements"),
    "agreements.loanevent": gettext_lazy("What you wrote in on loans"),
    "agreements.spending": gettext_lazy("Expenses that you wrote in"),
    "agreements.takeover": gettext_lazy("Loans that somebody takes over"),
    "agreements.interruption": gettext_lazy("Claims that you kept from lapsing"),
    "assessment.screening": gettext_lazy("First looks that you took"),
    "decisions.recusal": gettext_lazy("Matters that you did not take part in"),
    "decisions.delegation": gettext_lazy("Trust to decide alone"),
    "decisions.fasttrack": gettext_lazy("Matters that you decided alone"),
    "followup.checkin": gettext_lazy("Check-ins"),
    "followup.result": gettext_lazy("Results that you told"),
    "payments.order": gettext_lazy("Payments that you prepared or approved"),
    "servicing.bookedprovision": gettext_lazy("What you booked as set aside for losses"),
    "servicing.loancard": gettext_lazy("Loans that you look after"),
    "servicing.loannote": gettext_lazy("Notes on loans"),
    "servicing.promise": gettext_lazy("Promises to pay that you wrote in"),
    "voting.opening": gettext_lazy("Votes that you opened"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is kept.

    Attributes:
        key: For machines: ``app.table`` and the column that names the person.
        label: For people.
        rows: What is kept, column by column; JSON values only.
    """

    key: str
    label: str | Promise
    rows: list[Row]


def personal_data(asker: Asker) -> list[Section]:
    """All that is kept on the one who asks; nobody asks for another."""
    person = Person.objects.get(pk=asker.person_id)
    sections = [section for source in SOURCES for section in source(person)]
    return [section for section in sections if section.rows]


def written_out(sections: list[Section]) -> str:
    """The same, as a text that reads well without a computer's help."""
    lines: list[str] = []
    for section in sections:
        lines += [str(section.label), "=" * len(str(section.label)), ""]
        for row in section.rows:
            lines += [f"{called(name)}: {in_words(value)}" for name, value in row.items()] + [""]
    return "\n".join(lines)


def plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def columns(row: Model) -> Row:
    """Every column of a row that is not a secret."""
    return {
        field.name: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's documented way
        if field.name not in SECRET
    }


def account(person: Person) -> Iterator[Section]:
    """The person's own row."""
    yield Section("people.person", gettext_lazy("You"), [columns(person)])


def rows_that_name(person: Person) -> Iterator[Section]:
    """Every row of every table of ours with a foreign key to the person."""
    for model, field in keys_to_people():
        rows = model._default_manager.filter(**{field.name: person}).order_by("pk")  # noqa: SLF001 - as above
        label = model._meta.label_lower  # noqa: SLF001 - as above
        known = LABELS.get(label)
        words = known or f"{model._meta.verbose_name_plural} ({field.name})".capitalize()  # noqa: SLF001 - as above
        yield Section(f"{label}.{field.name}", words, [columns(row) for row in rows])


def keys_to_people() -> Iterator[tuple[type[Model], ForeignKey[Any, Any]]]:
    """Every foreign key to a person among our own tables."""
    for model in apps.get_models():
        if not model.__module__.startswith("grodd."):
            continue
        for field in model._meta.concrete_fields:  # noqa: SLF001 - as above
            if isinstance(field, ForeignKey) and field.related_model is Person:
                yield model, field


def signing_in(person: Person) -> Iterator[Section]:
    """Addresses, second steps, linked identities and open sessions; never their secrets."""
    addresses = EmailAddress.objects.filter(user=person)
    steps = Authenticator.objects.filter(user=person)
    linked = SocialAccount.objects.filter(user=person)
    sessions = UserSession.objects.filter(user=person)
    yield Section(
        "account.emailaddress",
        gettext_lazy("E-mail addresses"),
        [{"email": one.email, "verified": one.verified} for one in addresses],
    )
    yield Section(
        "mfa.authenticator",
        gettext_lazy("Second steps at sign-in"),
        [{"type": one.type, "created_at": plain(one.created_at)} for one in steps],
    )
    yield Section(
        "socialaccount.socialaccount",
        gettext_lazy("Linked identities"),
        [{"provider": one.provider, "uid": one.uid, "data": one.extra_data} for one in linked],
    )
    yield Section(
        "usersessions.usersession",
        gettext_lazy("Open sessions"),
        [
            {"ip": one.ip, "browser": one.user_agent, "since": plain(one.created_at)}
            for one in sessions
        ],
    )


def judgements(person: Person) -> Iterator[Section]:
    """Reviews and votes: their rows name an assignment or a seat, which names the person."""
    reviews = Review.objects.filter(assignment__reviewer=person).order_by("pk")
    yield Section(
        "assessment.review",
        LABELS["assessment.review"],
        [
            columns(one)
            | {
                "case": one.assignment.case.title,
                "scores": {score.criterion.key: score.value for score in one.scores.all()},
            }
            for one in reviews.select_related("assignment__case").prefetch_related(
                "scores__criterion"
            )
        ],
    )
    votes = Vote.objects.filter(seat__person=person).select_related("matter").order_by("pk")
    yield Section(
        "decisions.vote",
        LABELS["decisions.vote"],
        [columns(one) | {"matter": one.matter.title} for one in votes],
    )


def traces(person: Person) -> Iterator[Section]:
    """What is kept under the person's key: acts, messages, files."""
    acts = AuditEvent.objects.filter(actor=person.audit_key).order_by("number")
    messages = OutboxMessage.objects.filter(recipient__in=[person.audit_key, person.email])
    stored = StoredFile.objects.filter(stored_by=person.audit_key).order_by("stored_at")
    yield Section("base.auditevent", gettext_lazy("What you did"), [columns(one) for one in acts])
    yield Section(
        "base.outboxmessage",
        gettext_lazy("What we told you"),
        [columns(one) for one in messages.order_by("created_at")],
    )
    yield Section(
        "base.storedfile", gettext_lazy("Files you handed in"), [columns(one) for one in stored]
    )


SOURCES: tuple[Callable[[Person], Iterator[Section]], ...] = (
    account,
    rows_that_name,
    signing_in,
    judgements,
    traces,
)
