"""Bringing the books, the allocations and the plan of a loan to what its events say.

Nothing that was written is changed. What the books should hold for each event on each day is
compared with what was booked for it, and the difference is one more voucher. The caller holds the
loan.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from grodd.agreements.models import Allocation, Loan, LoanBooking, LoanEvent
from grodd.agreements.planning import write_version
from grodd.agreements.positions import write_position
from grodd.agreements.replaying import life_from
from grodd.base import clock
from grodd.base.audit import Stamp
from grodd.engines.life import Life, LifeState, Side
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
    Side.INTEREST: Purpose.INTEREST,
    Side.LATE_INTEREST: Purpose.LATE_INTEREST,
    Side.FEE: Purpose.FEES,
    Side.LOSS: Purpose.LOSSES,
    Side.RECOVERED: Purpose.RECOVERED,
}
AGREED_AHEAD = frozenset({Kind.RATE, Kind.HOLIDAY, Kind.DUE_DAY, Kind.EXTENSION, Kind.TERMINATION})
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
    told = list(loan.events.select_related("reverses"))
    happened = [event.day for event in told if event.kind not in AGREED_AHEAD]
    on = max([clock.day_of(stamp.at), *happened])
    life = life_from(loan, told, on)
    by_key = {event.key: event for event in told}
    _book(loan, life, by_key, cause, stamp)
    _allocate(loan, life, by_key)
    version_day = cause.day if cause else on
    write_version(loan, life.rows, cause=cause, at=stamp.at, on=version_day)
    _set_state(loan, life)
    write_position(loan, life, on)
    assert loan.receivable is not None, loan.reference
    assert balance(loan.receivable).minor == life.principal, (loan.reference, life.principal)
    return life


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
    loan: Loan, life: Life, events: Mapping[str, LoanEvent], cause: LoanEvent | None, stamp: Stamp
) -> None:
    treasury = treasury_of(loan.agreement.scope.organisation_id)
    wanted = _wanted(loan, life, treasury)
    booked, counts = _booked(loan)
    changes: list[tuple[tuple[str, date], dict[Account, int]]] = []
    for key in wanted.keys() | booked.keys():
        difference = Counter(wanted.get(key, Counter()))
        difference.subtract(booked.get(key, Counter()))
        if change := {account: minor for account, minor in difference.items() if minor}:
            changes.append((key, change))
    # What raises the debt is booked first, so that it never falls below nothing on the way.
    receivable = loan.receivable
    assert receivable is not None, loan.reference
    changes.sort(key=lambda item: (-item[1].get(receivable, 0), item[0][1], item[0][0]))
    for (name, day), change in changes:
        event = events[name]
        number = counts[name, day] + 1
        text = event.terms.get("text", "") or str(event.kind)
        voucher = post_voucher(
            book_id=treasury.book_id,
            key=f"loan:{loan.pk}:{name}:{day.isoformat()}:{number}"[:160],
            booked_on=first_open_day(treasury.book_id, day),
            text=f"{loan.reference}: {text}"[:200],
            moves=_moves(change, loan.currency),
            stamp=stamp,
        )
        LoanBooking.objects.create(event=event, day=day, cause=cause, voucher=voucher)


def _wanted(loan: Loan, life: Life, treasury: Treasury) -> dict[tuple[str, date], Counter[Account]]:
    """What each event should have put on each account, by event and day; debits above zero."""
    by_purpose = accounts_by_purpose(treasury.book_id, PURPOSES.values())
    accounts = {side: by_purpose[purpose] for side, purpose in PURPOSES.items()}
    assert loan.receivable is not None, loan.reference
    accounts |= {Side.BANK: treasury.bank, Side.PRINCIPAL: loan.receivable}
    wanted: dict[tuple[str, date], Counter[Account]] = defaultdict(Counter)
    for posting in life.postings:
        sums = wanted[posting.key, posting.day]
        sums[accounts[posting.debit]] += posting.amount
        sums[accounts[posting.credit]] -= posting.amount
    return wanted


def _booked(
    loan: Loan,
) -> tuple[dict[tuple[str, date], Counter[Account]], Counter[tuple[str, date]]]:
    """What was booked, in the same shape, and how many vouchers each event has on each day."""
    bookings = list(LoanBooking.objects.filter(event__loan=loan).select_related("event"))
    names = {each.voucher_id: (each.event.key, each.day) for each in bookings}
    booked: dict[tuple[str, date], Counter[Account]] = defaultdict(Counter)
    transfers = Transfer.objects.filter(voucher__loan_booking__event__loan=loan)
    for transfer in transfers.select_related("debit", "credit"):
        sums = booked[names[transfer.voucher_id]]
        sums[transfer.debit] += transfer.amount_minor
        sums[transfer.credit] -= transfer.amount_minor
    return booked, Counter(names.values())


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


def _allocate(loan: Loan, life: Life, events: Mapping[str, LoanEvent]) -> None:
    """Write what changed of who paid what."""
    sums: Counter[tuple[str, int | None, str, bool]] = Counter()
    for share in life.shares:
        sums[share.key, share.number, share.component.value, share.given_up] += share.amount
    for row in Allocation.objects.filter(event__loan=loan).select_related("event"):
        sums[row.event.key, row.number, row.component, row.given_up] -= row.amount_minor
    Allocation.objects.bulk_create(
        Allocation(
            event=events[key],
            number=number,
            component=component,
            amount_minor=minor,
            given_up=given_up,
        )
        for (key, number, component, given_up), minor in sums.items()
        if minor
    )
