"""Bringing the books, the allocations and the plan of a loan to what its events say.

Nothing that was written is changed. What the books should hold for each event on each day is
compared with what was booked for it, and the difference is one more voucher. The caller holds the
loan.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from grodd.agreements.models import Allocation, Loan, LoanBooking, LoanEvent
from grodd.agreements.planning import write_version
from grodd.agreements.positions import write_position
from grodd.agreements.replaying import EventRow, life_from, rows_of
from grodd.agreements.voucher_words import fell_due, happened
from grodd.base import clock
from grodd.base.audit import Stamp
from grodd.engines.calendar import Rhythm
from grodd.engines.life import Life, LifeState, Side, raised
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.entry import Move
from grodd.ledger.models import Account, Transfer
from grodd.ledger.queries import accounts_by_purpose, balance, first_open_day
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.payments.models import Treasury
from grodd.payments.queries import treasury_of

Kind = LoanEvent.Kind
PURPOSES = {
    Side.KEPT: Purpose.KEPT,
    Side.DUE: Purpose.DUE,
    Side.INTEREST: Purpose.INTEREST,
    Side.LATE_INTEREST: Purpose.LATE_INTEREST,
    Side.FEE: Purpose.FEES,
    Side.LOSS: Purpose.LOSSES,
    Side.RECOVERED: Purpose.RECOVERED,
    Side.OPENING: Purpose.OPENING,
}
AGREED_AHEAD = frozenset(
    {
        Kind.RATE, Kind.HOLIDAY, Kind.DUE_DAY, Kind.RHYTHM, Kind.EXTENSION, Kind.EASED,
        Kind.TERMINATION,
    }
)  # fmt: skip
"""What is told before its day comes."""

STATES = {
    LifeState.WAITING: Loan.State.SIGNED,
    LifeState.REPAYING: Loan.State.REPAYING,
    LifeState.TERMINATED: Loan.State.TERMINATED,
    LifeState.REPAID: Loan.State.REPAID,
    LifeState.WRITTEN_OFF: Loan.State.WRITTEN_OFF,
    LifeState.RECOVERED: Loan.State.RECOVERED,
}
PAID = (Loan.State.REPAID, Loan.State.RECOVERED)

Booked = dict[tuple[str, date], dict[int, int]]
"""By name and day what is on each account, by its id; debits above zero (unit: minor units)."""


def bring_up_to_date(loan: Loan, *, cause: LoanEvent | None, stamp: Stamp) -> Life:
    """Book what differs, write what changed of the plan, and set the state.

    Said twice it does nothing the second time. Money that is kept pays what has fallen due.

    Args:
        loan: Locked, with its receivable and its agreement's organisation.
        cause: What was told just now, if anything was.
        stamp: When and by whom.

    Raises:
        AccountTooLow, YearIsMissing: As for any voucher.
        RuleMissing: See ``life_of``.
    """
    told = rows_of(loan)
    happened = [event.day for event in told if event.kind not in AGREED_AHEAD]
    on = max([clock.day_of(stamp.at), *happened])
    life = life_from(loan, told, on)
    by_key = {event.key: event for event in told}
    _book(loan, life, by_key, cause, stamp)
    _allocate(loan, life, by_key)
    version_day = cause.day if cause else on
    rhythms = (_rhythm_before(loan, told, cause, on) or life.rhythm, life.rhythm)
    write_version(loan, life.rows, cause=cause, at=stamp.at, on=version_day, rhythms=rhythms)
    _set_state(loan, life)
    write_position(loan, life, on)
    assert loan.receivable is not None, loan.reference
    assert balance(loan.receivable).minor == life.principal, (loan.reference, life.principal)
    return life


def _rhythm_before(
    loan: Loan, told: list[EventRow], cause: LoanEvent | None, on: date
) -> Rhythm | None:
    """How often an instalment fell due before what was told just now, if that is about it."""
    about = cause.reverses if cause and cause.kind == Kind.REVERSAL else cause
    if cause is None or about is None or about.kind != Kind.RHYTHM:
        return None
    return life_from(loan, [event for event in told if event.pk != cause.pk], on).rhythm


def _set_state(loan: Loan, life: Life) -> None:
    """The state; and what stood behind a loan that is paid is released, until a payment bounces."""
    state = STATES[life.state]
    if loan.state == state:
        return
    loan.state = state
    loan.save(update_fields=["state"])
    if state in PAID:
        standing = loan.securities.filter(released_on__isnull=True)
        standing.update(released_on=life.ended_on, released_with_loan=True)
    else:
        released = loan.securities.filter(released_with_loan=True)
        released.update(released_on=None, released_with_loan=False)


def _book(
    loan: Loan, life: Life, events: Mapping[str, EventRow], cause: LoanEvent | None, stamp: Stamp
) -> None:
    treasury = treasury_of(loan.agreement.scope.organisation_id)
    booked = _booked(loan)
    changes = _changes(_wanted(loan, life, treasury), booked)
    if not changes:
        return
    # What raises the debt is booked first, so that it never falls below nothing on the way.
    receivable_id = loan.receivable_id
    assert receivable_id is not None, loan.reference
    changes.sort(key=lambda item: (-item[1].get(receivable_id, 0), item[0][1], item[0][0]))
    accounts = Account.objects.in_bulk({pk for _, change in changes for pk in change})
    counts = Counter(loan.bookings.values_list("name", "day"))
    for (name, day), change in changes:
        event = events.get(name)
        number = counts[name, day] + 1
        voucher = post_voucher(
            book_id=treasury.book_id,
            key=f"loan:{loan.pk}:{name}:{day.isoformat()}:{number}"[:160],
            booked_on=first_open_day(treasury.book_id, day),
            text=_text(loan, name, event),
            moves=_moves({accounts[pk]: minor for pk, minor in change.items()}, loan.currency),
            stamp=stamp,
        )
        LoanBooking.objects.create(
            loan=loan, name=name, day=day, event_id=event and event.pk, cause=cause, voucher=voucher
        )


def _text(loan: Loan, name: str, event: EventRow | None) -> str:
    language = loan.agreement.scope.organisation.default_language
    if event is None:
        return fell_due(language, loan.reference, name.removeprefix(raised("")))
    return happened(language, loan.reference, event.kind, str(event.terms.get("text", "")))


def _wanted(loan: Loan, life: Life, treasury: Treasury) -> Booked:
    """What each event should have put on each account."""
    by_purpose = accounts_by_purpose(treasury.book_id, PURPOSES.values())
    accounts = {side: by_purpose[purpose].pk for side, purpose in PURPOSES.items()}
    assert loan.receivable_id is not None, loan.reference
    accounts |= {Side.BANK: treasury.bank_id, Side.PRINCIPAL: loan.receivable_id}
    wanted: Booked = {}
    for key, day, debit, credit, amount in life.postings:
        _count(wanted, (key, day), accounts[debit], accounts[credit], amount)
    return wanted


def _booked(loan: Loan) -> Booked:
    """What was booked for it (one query, no objects: a long life has thousands of transfers)."""
    transfers = Transfer.objects.filter(voucher__loan_booking__loan=loan).order_by("pk")
    booked: Booked = {}
    for name, day, debit, credit, amount in transfers.values_list(
        "voucher__loan_booking__name", "voucher__loan_booking__day", "debit_id", "credit_id",
        "amount_minor",
    ):  # fmt: skip
        _count(booked, (name, day), debit, credit, amount)
    return booked


def _count(sums: Booked, key: tuple[str, date], debit: int, credit: int, amount: int) -> None:
    on_accounts = sums.setdefault(key, {})
    on_accounts[debit] = on_accounts.get(debit, 0) + amount
    on_accounts[credit] = on_accounts.get(credit, 0) - amount


def _changes(wanted: Booked, booked: Booked) -> list[tuple[tuple[str, date], dict[int, int]]]:
    """What is still to be booked for each event on each day."""
    nothing: dict[int, int] = {}
    changes: list[tuple[tuple[str, date], dict[int, int]]] = []
    for key in {**wanted, **booked}:
        ours, theirs = wanted.get(key, nothing), booked.get(key, nothing)
        if ours != theirs:
            change = {pk: ours.get(pk, 0) - theirs.get(pk, 0) for pk in {**ours, **theirs}}
            if left := {pk: minor for pk, minor in change.items() if minor}:
                changes.append((key, left))
    return changes


def _moves(change: Mapping[Account, int], currency: str) -> list[Move]:
    """The change as transfers, as few as there can be."""
    into = [(account, minor) for account, minor in change.items() if minor > 0]
    out_of = [(account, -minor) for account, minor in change.items() if minor < 0]
    moves: list[Move] = []
    while into and out_of:
        (debit, wanted), (credit, has) = into.pop(0), out_of.pop(0)
        amount = min(wanted, has)
        moves.append(Move(debit, credit, Money(amount, currency)))
        if wanted > amount:
            into.insert(0, (debit, wanted - amount))
        if has > amount:
            out_of.insert(0, (credit, has - amount))
    assert not into, change
    assert not out_of, change
    return moves


def _allocate(loan: Loan, life: Life, events: Mapping[str, EventRow]) -> None:
    """Write what changed of who paid what."""
    sums: Counter[tuple[str, int | None, str, bool]] = Counter()
    for share in life.shares:
        sums[share.key, share.number, share.component.value, share.given_up] += share.amount
    rows = Allocation.objects.filter(event__loan=loan).order_by()
    for name, number, component, given_up, minor in rows.values_list(
        "event__key", "number", "component", "given_up", "amount_minor"
    ):
        sums[name, number, component, given_up] -= minor
    Allocation.objects.bulk_create(
        Allocation(
            event_id=events[key].pk,
            number=number,
            component=component,
            amount_minor=minor,
            given_up=given_up,
        )
        for (key, number, component, given_up), minor in sums.items()
        if minor
    )
