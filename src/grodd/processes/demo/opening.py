"""Opening the two spaces: people with their roles, books with money in them, programme, rounds."""

from datetime import date, datetime, timedelta
from typing import Any

from grodd.base import clock
from grodd.decisions.usecases.delegate import delegate
from grodd.decisions.usecases.give_seat import give_seat
from grodd.engines.rates import half_years
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.queries import account_for
from grodd.ledger.usecases.open_year import open_year
from grodd.payments.models import Treasury
from grodd.payments.usecases.book_by_hand import book_by_hand
from grodd.payments.usecases.say_where_to_pay import say_where_to_pay
from grodd.people.models import Person
from grodd.people.queries import asker_of
from grodd.people.tokens import invitation_token
from grodd.people.usecases.accept_invitation import accept_invitation
from grodd.people.usecases.add_person import add_person
from grodd.people.usecases.invite_person import invite_person
from grodd.people.values import OrganisationFacts, Place
from grodd.processes.bring_in_rules import bring_in_rules
from grodd.processes.create_admin import create_admin
from grodd.processes.demo.cast import ADMINISTRATOR, CAST, COMPANY, FUND, Member
from grodd.processes.demo.stage import Space, Timeline, told_in
from grodd.processes.open_books import open_books
from grodd.processes.record_rule import Rule, record_rule
from grodd.programmes.usecases.create_round import create_round
from grodd.programmes.usecases.publish_round import publish_round
from grodd.programmes.usecases.start_programme import start_programme
from grodd.programmes.words import RoundPlan

OPENED = 440
"""Days before the day of the demo."""

FACTS = {
    COMPANY: (OrganisationFacts(COMPANY, legal_form="company"), "company", Chart.COMPANY),
    FUND: (OrganisationFacts(FUND, legal_form="cooperative"), "fund", Chart.FUND),
}
SEATS = ("chair", "carin", "kalle")
FAST_TRACK = 10_000
"""What the programme manager may decide alone (unit: whole kronor)."""
BANKGIRO, IBAN = "991-2346", "SE45 5000 0000 0583 9825 7466"
"""Numbers that banks print as examples; nobody is paid there."""
REFERENCE_RATE = "reference_rate_bp"
REFERENCE_RATE_BP = 200
RULES = {
    "waiver_max_minor": 50_000,
    "termination_notice_days": 28,
    "reminder_fee_minor": 6_000,
    "collection_demand_fee_minor": 18_000,
    "repayment_plan_fee_minor": 17_000,
    "limitation_years": 10,
    "limitation_consumer_years": 3,
}


def open_spaces(timeline: Timeline) -> list[Space]:
    """Both spaces, ready for the first application."""
    at = timeline.days_ago(OPENED)
    people: dict[str, Person] = {}
    return [_open(name, timeline, people, at) for name in FACTS]


def _open(name: str, timeline: Timeline, people: dict[str, Person], at: datetime) -> Space:
    facts, file, chart = FACTS[name]
    told = told_in(file)
    ali = next(one for one in CAST if one.key == ADMINISTRATOR)
    grant = create_admin(at=at, email=ali.email, name=ali.name, space=facts, language="sv")
    people[ali.key] = grant.person
    for member in CAST:
        _join(member, name, grant.organisation_id, people, at)
    by = asker_of(people["petra"], on=clock.day_of(at), organisation_id=grant.organisation_id)
    programme = start_programme(
        organisation_id=grant.organisation_id,
        template=told["template"],
        name=told["name"],
        by=by,
        at=at,
    )
    space = Space(grant.organisation, told, timeline, people, programme)
    _seat(space, at)
    _open_books(space, chart, at)
    for round_told in told["rounds"]:
        _plan_round(space, round_told)
    return space


def _join(
    member: Member, name: str, space_id: int, people: dict[str, Person], at: datetime
) -> None:
    """They make an account, are invited for each role, and say yes."""
    if member.key not in people:
        people[member.key] = add_person(
            at=at, email=member.email, name=member.name, language=member.language
        )
    ali = asker_of(people[ADMINISTRATOR], on=clock.day_of(at), organisation_id=space_id)
    for role in member.roles.get(name, ()):
        if member.key == ADMINISTRATOR:
            continue
        invitation = invite_person(
            by=ali, at=at, email=member.email, role=role, place=Place(space_id)
        )
        accept_invitation(
            token=invitation_token(invitation), person_id=people[member.key].pk, at=at
        )


def _seat(space: Space, at: datetime) -> None:
    """The committee, and the fast track for the smallest matters."""
    body = space.programme.body
    assert body is not None, space.programme
    for key in SEATS:
        give_seat(
            by=space.asker("petra", at),
            body_id=body.pk,
            person_id=space.people[key].pk,
            is_chair=key == "chair",
            valid_from=clock.day_of(at),
            at=at,
        )
    delegate(
        by=space.asker("petra", at),
        body_id=body.pk,
        person_id=space.people["petra"].pk,
        limit=space.money(FAST_TRACK),
        hours_max=40,
        valid_from=clock.day_of(at),
        at=at,
    )


def _open_books(space: Space, chart: Chart, at: datetime) -> None:
    first = date(clock.day_of(at).year, 1, 1)
    treasury = open_books(
        by=space.asker("bo", at),
        organisation_id=space.organisation.pk,
        chart=chart,
        starts_on=first,
        at=at,
    )
    for year in range(first.year + 1, space.timeline.day.year + 1):
        open_year(book_id=treasury.book_id, starts_on=date(year, 1, 1))
    dated = [(key, first, value) for key, value in RULES.items()]
    # The rate of a half-year is recorded for it, also where it is what it was.
    begins = half_years(first, space.timeline.day + timedelta(1))
    dated += [(REFERENCE_RATE, day, REFERENCE_RATE_BP) for day in begins]
    for key, valid_from, value in dated:
        rule = Rule(space.organisation.country, key, valid_from, value, "Made up for the demo")
        record_rule(by=space.asker("ali", at), at=at, rule=rule)
    bring_in_rules(by=space.asker("ali", at), at=at, country=space.organisation.country)
    say_where_to_pay(
        by=space.asker("bo", at),
        organisation_id=space.organisation.pk,
        bankgiro=BANKGIRO,
        iban=IBAN,
        at=at,
    )
    _fill(space, treasury, at)


def _fill(space: Space, treasury: Treasury, at: datetime) -> None:
    book_by_hand(
        by=space.asker("bo", at),
        key="demo-capital",
        booked_on=clock.day_of(at),
        text=space.told["capital_text"],
        sides=(treasury.bank_id, account_for(treasury.book_id, Purpose.CAPITAL).pk),
        amount=space.money(space.told["capital"]),
        at=at,
    )


def _plan_round(space: Space, told: dict[str, Any]) -> None:
    timeline = space.timeline
    closes = told["closes"]
    plan = RoundPlan(
        name=told["name"],
        description=told["description"],
        opens_at=timeline.days_ago(told["opens"], hour=8),
        closes_at=None if closes is None else timeline.days_ago(closes, hour=23),
        budget=space.money(told["budget"]),
        budget_hours=told["hours"],
        easy=told.get("easy", {}),
    )

    def publish(at: datetime) -> None:
        petra = space.asker("petra", at)
        made = create_round(programme_id=space.programme.pk, plan=plan, by=petra, at=at)
        space.rounds[told["key"]] = publish_round(round_id=made.pk, by=petra, at=at)

    timeline.plan(timeline.days_ago(told["opens"], hour=7), publish)
