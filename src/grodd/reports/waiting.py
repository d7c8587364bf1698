"""What waits for a person, in every room that they work in.

Two questions to the database, whatever the person's roles: one for single things that carry a
title and a day, one for things that are counted by the place where they are done. Each part is a
narrow row (kind, id, title, day, count), so that the database can put the parts together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from grodd.base import clock
from grodd.base.translated import said
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.reports import waiting_parts as parts
from grodd.reports.waiting_loans import loan_parts


class Kind(StrEnum):
    """What is to be done."""

    DRAFT = "draft"
    INVITED = "invited"
    ACCEPT = "accept"
    ACCEPT_FOR = "accept_for"
    TAKEOVER = "takeover"
    CHECK_IN = "check_in"
    REPAY = "repay"
    REVIEW = "review"
    POLL = "poll"
    VOTE = "vote"
    DECIDE_ALONE = "decide_alone"
    SIGN_MINUTES = "sign_minutes"
    PLAN_ROUND = "plan_round"
    SCREEN = "screen"
    ASSIGN = "assign"
    AGENDA = "agenda"
    RELEASE = "release"
    MAKE_AGREEMENT = "make_agreement"
    ORDER_PART = "order_part"
    ORDER_LOAN = "order_loan"
    APPROVE = "approve"
    MAIL_FAILED = "mail_failed"
    PROMISES = "promises"
    LOAN_REVIEWS = "loan_reviews"
    LATE_LOANS = "late_loans"


IN_ROUNDS = frozenset({Kind.SCREEN, Kind.ASSIGN, Kind.PLAN_ROUND, Kind.MAKE_AGREEMENT})
"""What is counted by round; its title is the round's name in every language it has, as JSON."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits.

    Attributes:
        kind: What is to be done.
        pk: Of the thing, or of the place where it is done.
        title: Its name; empty for what has none yet.
        due: The last day, or None.
        count: How many there are; 1 for a single thing.
        is_late: Whether the day has passed.
    """

    kind: Kind
    pk: int
    title: str
    due: date | None
    count: int
    is_late: bool


def waiting_for(asker: Asker, *, at: datetime) -> list[Waiting]:
    """Everything that waits for the asker: the late first, then by day, then what has no day.

    Their own things come from every space; what they do by role, from the one they work in now.
    """
    today = clock.day_of(at)
    rows = list(_rows(asker, at, today))
    found = [_told(row, today) for row in rows]
    order = list(Kind)
    return sorted(found, key=lambda one: (one.due or date.max, order.index(one.kind), one.pk))


def next_step_of(asker: Asker) -> str:
    """Where someone for whom nothing waits goes next: ``programmes``, ``decisions`` … or ``apply``.

    The first room of the roles held in the space that the asker works in now.
    """
    rooms = (
        ("programmes", {Role.PROGRAMME_MANAGER, Role.ADVISER, Role.ADMINISTRATOR}),
        ("decisions", {Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER}),
        ("books", {Role.FINANCE_OFFICER, Role.AUDITOR}),
        ("assessment", {Role.REVIEWER}),
    )
    held = {one.role for one in asker.held if one.organisation_id == asker.organisation_id}
    return next((room for room, roles in rooms if held & roles), "apply")


def _rows(asker: Asker, at: datetime, today: date) -> Iterator[tuple[Any, ...]]:
    single = [
        parts.drafts(asker, at),
        parts.invitations(asker),
        parts.agreements_to_accept(asker),
        parts.agreements_to_accept_for(asker),
        parts.takeovers_to_answer(asker),
        parts.check_ins(asker, today),
        parts.repayments(asker, today),
        parts.reviews(asker),
        parts.polls(asker, at),
        parts.votes(asker, today),
        parts.matters_to_decide_alone(asker, today),
        parts.minutes_to_sign(asker, today),
        parts.parts_to_order(asker),
        parts.loans_to_order(asker),
    ]
    counted = [
        parts.rounds_to_plan(asker),
        parts.to_screen(asker),
        parts.to_assign(asker),
        parts.to_put_on_an_agenda(asker),
        parts.letters_to_release(asker),
        parts.agreements_to_make(asker),
        parts.payments_to_approve(asker),
        parts.mail_that_failed(asker, at),
        *loan_parts(asker, today),
    ]
    for group in (single, counted):
        first, *others = group
        yield from first.union(*others, all=True)


def _told(row: tuple[Any, ...], today: date) -> Waiting:
    kind, pk, title, due, count = row
    return Waiting(
        kind=Kind(kind),
        pk=pk,
        title=said(json.loads(title)) if kind in IN_ROUNDS else title,
        due=due,
        count=count,
        is_late=due is not None and due < today,
    )
