"""The parts of what waits for a person; each is one narrow query that the caller unites.

Every row is (kind, id, title, day, count). The parts ask the same questions as the rooms do.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, TruncDate

from grodd.agreements.models import (
    Acceptance,
    Agreement,
    Allocation,
    AwardInstalment,
    Loan,
    LoanOrder,
    ScheduleLine,
    Takeover,
    TakeoverConsent,
)
from grodd.agreements.queries import PROVIDERS, agreement_that_stands
from grodd.applications.models import Application
from grodd.applications.queries import invitations_to, own
from grodd.assessment.models import Assignment
from grodd.assessment.queries import MANAGERS as ASSESSMENT_LEADERS
from grodd.assessment.queries import SCREENERS, assignments_of
from grodd.base.models import OutboxMessage, PhaseKind
from grodd.decisions.models import Matter, Meeting, Recusal, Vote
from grodd.decisions.queries import MANAGERS as BODY_MANAGERS
from grodd.decisions.queries import delegations_on, seats_on
from grodd.followup.models import CheckIn
from grodd.followup.queries import check_ins_waiting_for
from grodd.payments.models import Order
from grodd.payments.queries import PREPARERS
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.people.roles import Role
from grodd.programmes.models import Round
from grodd.voting.queries import polls_waiting_for

DAYS_AHEAD = 14
FAILED_DAYS = 14
"""Mail that failed longer ago no longer waits; it stays on its own page (unit: days)."""
LOOKS_AFTER_MAIL = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
ROUND_SCOPE = "round__programme__scope"
Rows = QuerySet[Any, tuple[Any, ...]]
NO_DAY = Cast(Value(None), DateField())
ONE = Value(1, IntegerField())


def narrow_rows(
    rows: QuerySet[Any],
    kind: str,
    *,
    pk: str | Combinable = "pk",
    title: str | Combinable = "title",
    day: str | Combinable = NO_DAY,
    count: Combinable = ONE,
) -> Rows:
    """The narrow rows of a part; grouped where ``count`` is an aggregate."""
    found = rows.order_by().annotate(
        w_kind=Value(kind, CharField()),
        w_pk=Cast(F(pk) if isinstance(pk, str) else pk, IntegerField()),
        w_title=Cast(F(title) if isinstance(title, str) else title, CharField()),
        w_day=Cast(F(day) if isinstance(day, str) else day, DateField()),
        w_count=count,
    )
    narrow: Rows = found.values_list("w_kind", "w_pk", "w_title", "w_day", "w_count")
    return narrow


def _here(asker: Asker, scope: str = "scope") -> Q:
    """In the space that the asker works in now."""
    return Q(**{f"{scope}__organisation_id": asker.organisation_id})


def drafts(asker: Asker, at: datetime) -> Rows:
    """Drafts that can still be written, with the day that the round closes."""
    opened = Q(round__opens_at__lte=at, round__closed_at__isnull=True) & (
        Q(round__closes_at__isnull=True) | Q(round__closes_at__gt=at)
    )
    rows = Application.objects.filter(own(asker), phase__kind=PhaseKind.DRAFT).filter(
        opened | Q(open_until__gt=at) | Q(submitted_at__isnull=False)
    )
    return narrow_rows(rows, "draft", day=TruncDate(Coalesce("open_until", "round__closes_at")))


def invitations(asker: Asker) -> Rows:
    """Invitations to write along, by the address that the asker signs in with."""
    rows = invitations_to(asker).filter(accepted_at__isnull=True)
    return narrow_rows(rows, "invited", title="application__title")


def _unaccepted(party: str) -> QuerySet[Agreement]:
    said = Acceptance.objects.filter(agreement=OuterRef("pk"), party=party)
    return Agreement.objects.filter(~Exists(said), state=Agreement.State.OFFERED)


def agreements_to_accept(asker: Asker) -> Rows:
    """Agreements that the asker is offered."""
    mine = _unaccepted(Acceptance.Party.RECIPIENT).filter(recipient_id=asker.person_id)
    return narrow_rows(mine, "accept")


def agreements_to_accept_for(asker: Asker) -> Rows:
    """Agreements to which the asker may say yes for the one who gives."""
    ours = _unaccepted(Acceptance.Party.PROVIDER).filter(within(asker, *PROVIDERS), _here(asker))
    return narrow_rows(ours, "accept_for")


def takeovers_to_answer(asker: Asker) -> Rows:
    """Takeovers of a loan that the asker, as its old or new borrower, has not answered."""
    said = TakeoverConsent.objects.filter(takeover=OuterRef("pk"))
    parties = TakeoverConsent.Party
    mine = Q(~Exists(said.filter(party=parties.OLD)), old_id=asker.person_id)
    mine |= Q(~Exists(said.filter(party=parties.NEW)), new_id=asker.person_id)
    rows = Takeover.objects.filter(mine, state=Takeover.State.PROPOSED)
    return narrow_rows(rows, "takeover", title="loan__agreement__title")


def check_ins(asker: Asker, today: date) -> Rows:
    """The asker's own check-ins of the coming week and those that are late."""
    mine = check_ins_waiting_for(asker, on=today).values("pk")
    rows = CheckIn.objects.filter(pk__in=mine.order_by())
    return narrow_rows(rows, "check_in", title="project__title", day="due_on")


def repayments(asker: Asker, today: date) -> Rows:
    """The asker's loans with an instalment that is due within two weeks, or late."""
    standing = Allocation.objects.filter(
        event__loan=OuterRef("loan"), number=OuterRef("number")
    ).exclude(component=Allocation.Component.LATE_INTEREST)
    paid = standing.order_by().values("number").annotate(sum=Sum("amount_minor")).values("sum")
    owed = F("principal_minor") + F("interest_minor") + F("fee_minor")
    rows = ScheduleLine.objects.filter(
        loan__agreement__recipient_id=asker.person_id,
        loan__state=Loan.State.REPAYING,
        version=F("loan__schedule_version"),
        due_on__lte=today + timedelta(days=DAYS_AHEAD),
    ).annotate(unpaid=owed - Coalesce(Subquery(paid), 0))
    grouped = rows.filter(unpaid__gt=0).order_by().values("loan_id")
    return narrow_rows(
        grouped, "repay", pk="loan_id", title=Max("loan__agreement__title"), day=Min("due_on")
    )


def reviews(asker: Asker) -> Rows:
    """Applications that the asker is to review."""
    mine = assignments_of(asker).filter(review__submitted_at__isnull=True).values("pk")
    rows = Assignment.objects.filter(pk__in=mine.order_by(), case__closed_at__isnull=True)
    return narrow_rows(rows, "review", title="case__title", day="due_on")


def votes(asker: Asker, today: date) -> Rows:
    """Matters of open meetings on which the asker has a vote and has not voted."""
    seats = seats_on(today).filter(person_id=asker.person_id)
    rows = Matter.objects.filter(
        ~Exists(Vote.objects.filter(matter=OuterRef("pk"), seat__person_id=asker.person_id)),
        ~Exists(Recusal.objects.filter(matter=OuterRef("pk"), person_id=asker.person_id)),
        body_id__in=seats.values("body_id"),
        meeting__opened_at__isnull=False,
        meeting__closed_at__isnull=True,
        decided_at__isnull=True,
    )
    return narrow_rows(rows, "vote", day=TruncDate("meeting__ends_at"))


def polls(asker: Asker, at: datetime) -> Rows:
    """Open votes in which the asker may vote and has not."""
    return narrow_rows(polls_waiting_for(asker, at=at), "poll", day=TruncDate("closes_at"))


def matters_to_decide_alone(asker: Asker, today: date) -> Rows:
    """Matters under the limit that one person may decide."""
    trusted = delegations_on(today).filter(
        body_id=OuterRef("body_id"),
        person_id=asker.person_id,
        currency=OuterRef("currency"),
        amount_max_minor__gte=OuterRef("amount_minor"),
    )
    rows = Matter.objects.filter(
        Exists(trusted), meeting__isnull=True, decided_at__isnull=True, write_off__isnull=True
    ).exclude(recusals__person_id=asker.person_id)
    return narrow_rows(rows, "decide_alone")


def minutes_to_sign(asker: Asker, today: date) -> Rows:
    """Meetings that the asker led and whose minutes nobody has signed."""
    led = seats_on(today).filter(person_id=asker.person_id, is_chair=True)
    rows = Meeting.objects.filter(
        body_id__in=led.values("body_id"), closed_at__isnull=False, minutes__isnull=True
    )
    return narrow_rows(rows, "sign_minutes", title="body__name")


def parts_to_order(asker: Asker) -> Rows:
    """Parts of awards whose check-in is done and that nobody has ordered."""
    done = CheckIn.objects.filter(
        project__agreement=OuterRef("award__agreement"),
        number=OuterRef("after_check_in"),
        done_at__isnull=False,
    )
    rows = AwardInstalment.objects.filter(
        Q(after_check_in=0) | Exists(done),
        within(asker, *PREPARERS, scope="award__agreement__scope"),
        _here(asker, "award__agreement__scope"),
        award__agreement__state=Agreement.State.ACCEPTED,
        award__ended_at__isnull=True,
        order__isnull=True,
    )
    return narrow_rows(rows, "order_part", title="award__agreement__title")


def loans_to_order(asker: Asker) -> Rows:
    """Signed loans that nobody has ordered the payment of."""
    standing = LoanOrder.objects.exclude(order__state=Order.State.CANCELLED)
    rows = Loan.objects.filter(
        within(asker, *PREPARERS, scope="agreement__scope"),
        _here(asker, "agreement__scope"),
        ~Exists(standing.filter(loan=OuterRef("pk"))),
        state=Loan.State.SIGNED,
    )
    return narrow_rows(rows, "order_loan", title="agreement__title", day="disburse_on")


def rounds_to_plan(asker: Asker) -> Rows:
    """Rounds that are planned and not published."""
    rows = Round.objects.filter(
        within(asker, Role.PROGRAMME_MANAGER, scope="programme__scope"),
        _here(asker, "programme__scope"),
        published_at__isnull=True,
        closed_at__isnull=True,
    )
    return narrow_rows(rows, "plan_round", title="name", day=TruncDate("opens_at"))


def _in_phase(asker: Asker, kind: str, *roles: str) -> QuerySet[Application]:
    return Application.objects.filter(
        within(asker, *roles, scope=ROUND_SCOPE), _here(asker, ROUND_SCOPE), phase__kind=kind
    )


def _by_round(rows: QuerySet[Application], kind: str) -> Rows:
    grouped = rows.order_by().values("round_id")
    # The name is JSON, which PostgreSQL does not compare; as text it does.
    name = Max(Cast("round__name", TextField()))
    return narrow_rows(grouped, kind, pk="round_id", title=name, count=Count("pk"))


def to_screen(asker: Asker) -> Rows:
    """Applications that wait for the first look, by round."""
    return _by_round(_in_phase(asker, PhaseKind.SCREENING, *SCREENERS), "screen")


def to_assign(asker: Asker) -> Rows:
    """Applications in assessment that nobody reviews yet, by round."""
    given = Assignment.objects.filter(case=OuterRef("case"), removed_at__isnull=True)
    rows = _in_phase(asker, PhaseKind.ASSESSMENT, *ASSESSMENT_LEADERS)
    return _by_round(rows.filter(~Exists(given)), "assign")


def agreements_to_make(asker: Asker) -> Rows:
    """Approved applications without an agreement, by round."""
    rows = _in_phase(asker, PhaseKind.AGREEMENT, Role.PROGRAMME_MANAGER)
    told = rows.filter(matter__released_at__isnull=False)
    return _by_round(told.filter(~Exists(agreement_that_stands())), "make_agreement")


def _matters(asker: Asker) -> QuerySet[Matter]:
    return Matter.objects.filter(within(asker, *BODY_MANAGERS), _here(asker))


def _by_body(rows: QuerySet[Matter], kind: str) -> Rows:
    grouped = rows.order_by().values("body_id")
    return narrow_rows(grouped, kind, pk="body_id", title=Max("body__name"), count=Count("pk"))


def to_put_on_an_agenda(asker: Asker) -> Rows:
    """Matters that stand on no agenda, by body."""
    rows = _matters(asker).filter(meeting__isnull=True, decided_at__isnull=True)
    return _by_body(rows, "agenda")


def letters_to_release(asker: Asker) -> Rows:
    """Decisions that nobody has told the applicants of, by body."""
    decided = _matters(asker).filter(decided_at__isnull=False, released_at__isnull=True)
    return _by_body(decided.exclude(outcome=Matter.Outcome.RETURNED), "release")


def payments_to_approve(asker: Asker) -> Rows:
    """Payments that someone else prepared, in one row with the first of them."""
    rows = Order.objects.filter(
        within(asker, Role.FINANCE_OFFICER), _here(asker), state=Order.State.PREPARED
    ).exclude(prepared_by_id=asker.person_id)
    grouped = rows.order_by().values("treasury_id")
    return narrow_rows(
        grouped, "approve", pk=Min("pk"), title=Value(""), day=Min("due_on"), count=Count("pk")
    )


def mail_that_failed(asker: Asker, at: datetime) -> Rows:
    """Mail of the last weeks that could not be delivered, and nobody saw to, in one row."""
    here = asker.organisation_id
    looks_after = here is not None and asker.has(*LOOKS_AFTER_MAIL, organisation_id=here)
    rows = OutboxMessage.objects.filter(
        Q(space=here) if looks_after else Q(pk__in=()),
        state=OutboxMessage.State.FAILED,
        seen_to_at__isnull=True,
        created_at__gt=at - timedelta(days=FAILED_DAYS),
    )
    grouped = rows.order_by().values("space")
    return narrow_rows(grouped, "mail_failed", pk="space", title=Value(""), count=Count("pk"))
