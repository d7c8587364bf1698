"""Reading applications. Every question names who asks; a stranger finds nothing."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from grodd.applications import answers
from grodd.applications.answers import Asked
from grodd.applications.models import (
    Application,
    Attachment,
    CoOwner,
    DraftVersion,
    ImportRun,
)
from grodd.applications.refusals import (
    AnswerMissing,
    AnswerRefusal,
    BudgetDoesNotAddUp,
    OutsideFrame,
    OwnerOnly,
)
from grodd.applications.tokens import hash_of
from grodd.base import files
from grodd.base.errors import NotFound
from grodd.base.models import Phase, PhaseKind
from grodd.base.tables import Table, read_table
from grodd.base.translated import is_said_in, language_of, said, said_only
from grodd.decisions.models import Matter
from grodd.engines.money import Money, total
from grodd.people.asker import Asker
from grodd.people.models import Organisation, Person
from grodd.people.queries import within
from grodd.people.roles import Role
from grodd.programmes.models import Frame, Programme, Round, Theme
from grodd.programmes.queries import is_open, round_managed_by, themes_of

READERS = (
    Role.PROGRAMME_MANAGER,
    Role.FINANCE_OFFICER,
    Role.ADVISER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""Who reads every application of a programme. Reviewers and members read through their cases."""

SCOPE = "round__programme__scope"


def own(asker: Asker) -> Q:
    """A filter: what the asker owns or co-owns."""
    co_owned = CoOwner.objects.filter(
        person_id=asker.person_id, accepted_at__isnull=False, removed_at__isnull=True
    )
    return Q(owner_id=asker.person_id) | Q(pk__in=co_owned.values("application_id"))


def applications_of(asker: Asker) -> QuerySet[Application]:
    """What the asker owns or co-owns, the last touched first."""
    return (
        Application.objects.filter(own(asker))
        .select_related("phase", "matter", "round__programme")
        .order_by("-updated_at")
    )


def phase_told(application: Application) -> Phase:
    """Where it stands, as whoever applied is told: a yes or a no shows when its letter has gone."""
    matter = application.matter
    if (
        matter is None
        or matter.released_at is not None
        or matter.outcome not in {Matter.Outcome.APPROVED, Matter.Outcome.REJECTED}
    ):
        return application.phase
    phases = Phase.objects.filter(lifecycle=application.phase.lifecycle_id)
    return phases.filter(kind=PhaseKind.DECISION).first() or application.phase


def application_seen_by(asker: Asker, *, application_id: int) -> Application:
    """An application that the asker owns, co-owns or reads by role.

    Raises:
        NotFound: when there is none, or none to see.
    """
    seen = Application.objects.filter(own(asker) | within(asker, *READERS, scope=SCOPE))
    found = seen.select_related(
        "phase", "matter", "owner", "applicant", "theme", "round__form", "round__frame",
        "round__programme__organisation", "round__programme__scope", "round__programme__lifecycle",
    ).filter(pk=application_id)  # fmt: skip
    if application := found.first():
        return application
    raise NotFound


def locked(application: Application) -> Application:
    """The same application, locked for this transaction."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("phase", "owner", "round__programme__organisation", "round__frame")
        .get(pk=application.pk)
    )


def must_own(asker: Asker, application: Application) -> None:
    """Stop those who read or write along, but do not own it.

    Raises:
        OwnerOnly: with the name of the one who does.
    """
    if not is_owner(asker, application):
        raise OwnerOnly(owner=str(application.owner))


def reads_all(asker: Asker, programme: Programme) -> bool:
    """Whether the asker reads every application of a programme."""
    return asker.has(
        *READERS, organisation_id=programme.organisation_id, scope_id=programme.scope_id
    )


def is_owner(asker: Asker, application: Application) -> bool:
    """Whether the asker owns it."""
    return application.owner_id == asker.person_id


def may_write(asker: Asker, application: Application) -> bool:
    """Whether the asker is owner or accepted co-owner."""
    return is_owner(asker, application) or any(
        one.person_id == asker.person_id for one in co_owners_of(application) if one.accepted_at
    )


def is_editable(application: Application, *, at: datetime) -> bool:
    """A draft whose round is open, that was opened late, or that was sent back."""
    if application.phase.kind != PhaseKind.DRAFT:
        return False
    opened_late = application.open_until is not None and at < application.open_until
    sent_back = application.submitted_at is not None
    return opened_late or sent_back or is_open(application.round, at=at)


def co_owners_of(application: Application) -> list[CoOwner]:
    """Invited and accepted co-owners that were not removed."""
    return list(
        application.co_owners.filter(removed_at__isnull=True)
        .select_related("person")
        .order_by("pk")
    )


def invitation(*, token: str) -> CoOwner:
    """The invitation that a token in a mail belongs to."""
    found = CoOwner.objects.filter(token_sha256=hash_of(token), removed_at__isnull=True)
    if row := found.select_related("application__owner", "application__round__programme").first():
        return row
    raise NotFound


def invitations_to(asker: Asker) -> QuerySet[CoOwner]:
    """Invitations to write along that were sent to the address of the asker, whatever its case."""
    mine = Person.objects.filter(pk=asker.person_id).values(address=Lower("email"))
    standing = CoOwner.objects.filter(removed_at__isnull=True)
    return standing.alias(address=Lower("email")).filter(address__in=mine)


def invitation_to(asker: Asker, *, co_owner_id: int) -> CoOwner:
    """One of them.

    Raises:
        NotFound: when it is another's, or was taken back.
    """
    found = invitations_to(asker).filter(pk=co_owner_id)
    if row := found.select_related("application__owner", "application__round__programme").first():
        return row
    raise NotFound


def asked_in(round_: Round, *, themes: Iterable[Theme] | None = None) -> list[Asked]:
    """The questions of a round, in the reader's language, with all its themes or only some."""
    assert round_.form is not None, round_.key
    assert round_.frame is not None, round_.key
    offered = themes_of(round_.programme_id) if themes is None else themes
    return asked_of(round_.form.questions.all(), offered, round_.frame.currency)


def asked_of(questions: Any, themes: Iterable[Theme], currency: str) -> list[Asked]:
    """Question rows as they are put to a person; themes are the options of the theme question."""
    rows = list(questions)
    by_theme = any(row.meaning == "theme" for row in rows)
    named = tuple((theme.key, str(theme)) for theme in themes) if by_theme else ()
    return [
        Asked(
            key=row.key,
            kind=row.kind,
            label=said(row.label),
            currency=currency,
            meaning=row.meaning,
            help=said(row.help),
            easy=said_only(row.easy),
            language="" if is_said_in(row.label) else language_of(row.label),
            is_required=row.is_required,
            identifies=row.identifies,
            length_max=row.length_max,
            options=named
            if row.meaning == "theme"
            else tuple((each["key"], said(each["label"])) for each in row.options),
        )
        for row in rows
    ]


def attachments_of(application: Application) -> list[Attachment]:
    """The files that were not taken away, in the order they came."""
    return list(
        application.attachments.filter(removed_at__isnull=True)
        .select_related("file")
        .order_by("pk")
    )


def attachment_seen_by(asker: Asker, *, key: str) -> Attachment:
    """A file of an application that the asker sees."""
    found = Attachment.objects.filter(file__key=key).select_related("file").first()
    if found is None:
        raise NotFound
    application_seen_by(asker, application_id=found.application_id)
    return found


def content_of(attachment: Attachment) -> bytes:
    """The bytes of a file."""
    return files.read(attachment.file)


def shown_answers(
    application: Application, *, identifying_too: bool = True
) -> list[tuple[Asked, Any]]:
    """Every question and its answer as a reader sees it; blind readers miss what identifies."""
    by_question: dict[str, list[Attachment]] = {}
    for one in attachments_of(application):
        by_question.setdefault(one.question_key, []).append(one)
    chosen = [application.theme] if application.theme else []
    return [
        (
            asked,
            by_question.get(asked.key, [])
            if asked.kind == "file"
            else answers.shown(asked, application.answers.get(asked.key)),
        )
        for asked in asked_in(application.round, themes=chosen)
        if identifying_too or not asked.identifies
    ]


def problems_of(application: Application) -> list[AnswerRefusal]:
    """Everything that keeps an application from being submitted, in the order of its form."""
    frame = application.round.frame
    assert frame is not None, application.round_id
    attached = {one.question_key for one in attachments_of(application)}
    return problems_in(asked_in(application.round), application.answers, frame, attached)


def problems_in(
    questions: Sequence[Asked],
    given: Mapping[str, Any],
    frame: Frame,
    attached: Collection[str] = (),
) -> list[AnswerRefusal]:
    """Everything that keeps answers from being handed in, in the order of their form.

    Args:
        questions: What is asked.
        given: Answers by question key.
        frame: What the round gives.
        attached: The questions that have a file.
    """
    found: list[AnswerRefusal] = []
    for asked in questions:
        if asked.kind == "file":
            if asked.is_required and asked.key not in attached:
                found.append(AnswerMissing(key=asked.key))
        elif wrong := answers.problem(asked, given.get(asked.key)):
            found.append(wrong)
    wrong_keys = {one.key for one in found}
    outside = _outside(questions, given, frame)
    return found + [wrong for wrong in outside if wrong.key not in wrong_keys]


def _outside(
    questions: Sequence[Asked], given: Mapping[str, Any], frame: Frame
) -> list[AnswerRefusal]:
    """Answers that the frame does not give, and a budget that makes another sum."""
    found: list[AnswerRefusal] = []
    ranges: dict[str, tuple[Any, Any]] = {
        "amount": (
            Money(frame.amount_min_minor, frame.currency),
            Money(frame.amount_max_minor, frame.currency),
        ),
        "hours": (0, frame.hours_max),
        "months": (frame.months_min, frame.months_max),
    }
    amount: Money | None = None
    for asked in questions:
        answer = given.get(asked.key)
        if asked.meaning not in ranges or answer is None or isinstance(answer, dict):
            continue
        is_money = asked.meaning == "amount"
        value = Money(answer, asked.currency) if is_money else answers.whole(answer)
        amount = value if isinstance(value, Money) else amount
        least, most = ranges[asked.meaning]
        if value is None or not least <= value <= most:
            found.append(OutsideFrame(key=asked.key, least=least, most=most))
    return found + _sums(questions, given, amount)


def _sums(
    questions: Sequence[Asked], given: Mapping[str, Any], amount: Money | None
) -> list[AnswerRefusal]:
    wrong: list[AnswerRefusal] = []
    for asked in questions:
        lines = given.get(asked.key)
        if asked.kind == "budget" and isinstance(lines, list) and lines and amount is not None:
            made = total(
                [Money(one["amount_minor"], asked.currency) for one in lines], asked.currency
            )
            if made != amount:
                wrong.append(BudgetDoesNotAddUp(key=asked.key, sum=made, amount=amount))
    return wrong


def newest_draft(application: Application) -> DraftVersion | None:
    """The last saved version of a draft."""
    return application.draft_versions.select_related("saved_by").order_by("-number").first()


def amount_of(application: Application) -> Money | None:
    """What is asked for."""
    if application.amount_minor is None:
        return None
    return Money(application.amount_minor, application.currency)


def customers_of(asker: Asker, organisation_id: int) -> QuerySet[Organisation]:
    """The organisations for which the asker may apply in a space: those they belong to."""
    return Organisation.objects.filter(
        memberships__person_id=asker.person_id, served_by_id=organisation_id
    ).order_by("name")


def headings_digest(headings: Sequence[str]) -> str:
    """What names a kind of file: SHA-256 of its headings, in their order (hex)."""
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()


def import_managed_by(asker: Asker, *, run_id: int, lock: bool = False) -> ImportRun:
    """A file on its way into a round that the asker manages; locked when it is about to change."""
    found = ImportRun.objects.filter(pk=run_id).values_list("round_id", flat=True).first()
    if found is None:
        raise NotFound
    round_managed_by(asker, round_id=found)
    rows = ImportRun.objects.select_related(
        "file", "round__form", "round__frame", "round__programme__organisation", "started_by"
    )
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=run_id)


def imports_of(asker: Asker, *, round_id: int) -> QuerySet[ImportRun]:
    """The files that were handed in for a round that the asker manages, newest first."""
    round_managed_by(asker, round_id=round_id)
    runs = ImportRun.objects.filter(round_id=round_id).select_related("file", "started_by")
    return runs.order_by("-pk")


def table_of(run: ImportRun) -> Table:
    """The table in the file of a run."""
    return read_table(run.file.name, files.read(run.file))
