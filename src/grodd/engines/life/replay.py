"""The replay: every event of a loan from the first, in the order of the days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from grodd.engines.late_interest import Relief
from grodd.engines.life.changing import CHANGES
from grodd.engines.life.debt import Debt, Unpaid
from grodd.engines.life.events import (
    Ahead,
    Charge,
    Draw,
    Eased,
    Event,
    Extension,
    Held,
    Holiday,
    NewDueDay,
    NewRhythm,
    Opening,
    Payment,
    RateChange,
    Return,
    Termination,
    WriteOff,
    bounced,
    in_order,
)
from grodd.engines.life.journal import INCOME, Journal
from grodd.engines.life.line import FEE, LATE, PRINCIPAL, Line
from grodd.engines.life.losses import Losses
from grodd.engines.life.values import Contract, Life, LifeState, Side
from grodd.engines.waterfall import State, Waiver
from grodd.engines.waterfall.paying import pay
from grodd.engines.waterfall.values import INDEX

AGREED_AHEAD = (RateChange, Holiday, NewDueDay, NewRhythm, Extension)
"""Terms that shape the plan from the day they are agreed, though they hold from a later one."""

NEXT, NEXT_THEN_LOWER, KEEP = Ahead.NEXT, Ahead.NEXT_THEN_LOWER, Ahead.KEEP
BANK, WAITING, REPAYING = Side.BANK, LifeState.WAITING, LifeState.REPAYING
"""By name, for what is asked at every event."""

LOWERS = (NEXT_THEN_LOWER, Ahead.LOWER, Ahead.SHORTER)
"""What is left after the instalments that a payment may pay lowers the principal."""

FROM_THE_END = (Ahead.LAST, Ahead.NEXT_LAST)
"""What pays rows to come as they stand, the last one before those before it."""

NO_LINES: Sequence[Line] = ()

RUNNING = (LifeState.REPAYING, LifeState.TERMINATED)


def live(contract: Contract, events: Sequence[Event], on: date) -> Life:
    """Let everything happen, and say how the loan stands on ``on``.

    A pure function of the events: a payment told late but dated earlier gives the same result
    as if it had been told in time.

    Args:
        contract: What was agreed.
        events: What happened, in any order.
        on: The day the answer is for. Payments and the like after it have not happened, but a
            change of terms that was agreed for a later day already shapes the plan.

    Raises:
        grodd.engines.rates.MissingRate: Something is late in a half-year without a rate.
    """
    held = in_order(events)
    # Nearly all of a long life are payments: the others are few to look through.
    others = [event for event in held if type(event) is not Payment]
    rates = [event.annual_rate for event in others if isinstance(event, RateChange)]
    eased = [event for event in others if isinstance(event, Eased)]
    life = _Life(contract, rates, [Relief(each.day, each.until, each.share) for each in eased])
    for event in held:
        if event.day <= on:
            life.pass_time(event.day)
            life.happen(event)
        elif isinstance(event, AGREED_AHEAD):
            life.pass_time(on)
            life.happen(event)
    life.pass_time(on)
    for payment, reversal in bounced(events) if len(held) < len(events) else ():
        if payment.day <= on:
            life.journal.move(payment.key, payment.day, Side.BANK, Side.KEPT, payment.amount)
        if reversal.day <= on:
            life.journal.move(reversal.key, reversal.day, Side.KEPT, Side.BANK, payment.amount)
    return life.result(on)


@dataclass(slots=True)
class _Kept:
    """Money of one payment that pays nothing yet."""

    key: str
    day: date
    amount: int
    goes_back: bool


class _Life:
    """A loan while events happen to it."""

    def __init__(
        self, contract: Contract, rates_to_come: Sequence[Fraction], relief: Sequence[Relief]
    ) -> None:
        self.contract = contract
        self.debt = Debt(contract, rates_to_come, relief)
        self.journal = Journal(remembers=self.debt.has_grace)
        self.unpaid = Unpaid(self.debt)
        self.losses = Losses(self.debt, self.journal)
        self.steps = contract.rules[State.ORDINARY].steps()
        self.state = LifeState.WAITING
        self.kept: list[_Kept] = []
        self.kept_until = date.min
        self.lapsed: list[str] = []
        self.restructured = self.from_the_end = False
        self.ended_on: date | None = None

    def happen(self, event: Held) -> None:
        """One event."""
        if act := ACTS.get(type(event)):
            act(self, event)
        elif self.state is REPAYING:
            self._change(event)
        if self.kept:
            self._use_kept_on(event.day)

    def pass_time(self, until: date) -> None:
        """What falls due by a day is raised, and paid with money that was kept."""
        self.journal.fall_due(self.debt.lines, until)
        if self.kept:
            for day in self.debt.due_days(self.kept_until, until):
                self._use_kept_on(day)
        self.kept_until = until

    def take_over(self, opening: Opening) -> None:
        """The loan was taken over with what is late and what is to come."""
        self.state = LifeState.REPAYING
        self.debt.take_over(opening)
        self.journal.raised = len(opening.arrears)
        if not (opening.balance or opening.arrears):
            self.ended_on, self.losses.left[PRINCIPAL] = opening.day, opening.lost
            if opening.lost:
                self.state = LifeState.WRITTEN_OFF
        principal = opening.balance + sum(arrear.principal for arrear in opening.late)
        due = sum(arrear.fee + arrear.interest for arrear in opening.late)
        for side, amount in ((Side.PRINCIPAL, principal), (Side.DUE, due)):
            self.journal.move(opening.key, opening.day, side, Side.OPENING, amount)

    def draw(self, draw: Draw) -> None:
        """More money was paid out; the instalments to come repay it."""
        if self.state is LifeState.WAITING:
            self.state = LifeState.REPAYING
            self.debt.rebuild(
                0, draw.day, balance=draw.amount, count=self.contract.instalments,
                grace=self.contract.grace,
            )  # fmt: skip
        else:
            self._go_on()
            self.debt.lend_more(draw.day, draw.amount)

    def receive(self, payment: Payment) -> None:
        """Money came in."""
        key, day, amount, ahead = payment
        self._pay(key, day, amount, ahead, BANK)

    def waive(self, waiver: Waiver) -> None:
        """Give up a part of what is due, the oldest first."""
        part, left = INDEX[waiver.component], waiver.amount
        for line in self.debt.due_on(waiver.day):
            amount = min(left, self.debt.unpaid_on(line, waiver.day)[part])
            if amount:
                self.journal.give_up(waiver.key, waiver.day, line, part, amount)
                if income := INCOME.get(part):
                    self.journal.move(waiver.key, waiver.day, income, Side.DUE, amount)
                left -= amount
        self._end_if_paid(waiver.day)

    def ease(self, eased: Eased) -> None:
        """Nothing on its day: late interest was counted with it from the first day on."""

    def charge(self, charge: Charge) -> None:
        """A fee joins the next instalment, or the last one."""
        lines = self.debt.lines
        index = min(self.debt.next_open(charge.day), len(lines) - 1)
        self.debt.late(lines[index], charge.day)
        self.debt.charge(index, charge.amount)
        self._go_on()
        if index < self.journal.raised:
            self.journal.earn(lines[index], FEE, charge.amount, charge.day)

    def terminate(self, termination: Termination) -> None:
        """All is due now, unless the arrears that it was for are paid."""
        if self.state is not LifeState.REPAYING:
            return
        day = termination.day
        if termination.for_arrears and not self.debt.is_late(day):
            self.lapsed.append(termination.key)
            return
        self.debt.call(self.debt.next_open(day), day)
        self.journal.fall_due(self.debt.lines, day)
        self.state = LifeState.TERMINATED
        self.steps = self.contract.rules[State.TERMINATED].steps()

    def write_off(self, loss: WriteOff) -> None:
        """Stop counting on principal: all of it ends what is claimed."""
        if self.losses.write_off(loss):
            self.state, self.ended_on = LifeState.WRITTEN_OFF, loss.day

    def give_back(self, back: Return) -> None:
        """Kept money left again."""
        left = back.amount
        for kept in sorted(self.kept, key=lambda each: not each.goes_back):
            part = min(left, kept.amount)
            kept.amount -= part
            left -= part
        self.kept = [kept for kept in self.kept if kept.amount]

    def result(self, on: date) -> Life:
        """Everything as values."""
        debt = self.debt
        late = {line.number: debt.unpaid_on(line, on)[LATE] for line in debt.due_on(on)}
        return Life(
            state=self._state(),
            rows=debt.rows(),
            parts=tuple(self.journal.parts),
            moves=tuple(self.journal.moves),
            late={number: amount for number, amount in late.items() if amount},
            accrued=debt.accrued(debt.next_open(on), on),
            ran=debt.ran(on) if self.ended_on is None else 0,
            payoff=debt.payoff(on),
            kept=sum(kept.amount for kept in self.kept),
            to_return=sum(kept.amount for kept in self.kept if kept.goes_back),
            lost=self.losses.lost,
            claims=self.losses.claims,
            annual_rate=debt.annual_rate,
            rhythm=debt.rhythm,
            lapsed=tuple(self.lapsed),
            restructured=self.restructured,
            from_the_end=self.from_the_end,
            ended_on=self.ended_on,
        )

    def _state(self) -> LifeState:
        if self.ended_on is None or self.state is LifeState.WAITING:
            return self.state
        if self.losses.lost:
            return LifeState.WRITTEN_OFF
        return LifeState.RECOVERED if self.state is LifeState.WRITTEN_OFF else LifeState.REPAID

    def _change(self, event: Held) -> None:
        change = CHANGES[type(event)]
        effect = change(self.debt, event)
        self.restructured = self.restructured or effect.eases
        for debit, credit, amount in effect.moves:
            self.journal.move(event.key, event.day, debit, credit, amount)

    def _use_kept_on(self, day: date) -> None:
        if self.state not in RUNNING:
            return
        for kept in [each for each in self.kept if not each.goes_back and each.day <= day]:
            part = min(kept.amount, self.debt.owed_on(day))
            if part:
                kept.amount -= part
                self._pay(kept.key, day, part, Ahead.KEEP, Side.KEPT)
        self.kept = [kept for kept in self.kept if kept.amount]

    def _pay(self, key: str, day: date, amount: int, ahead: Ahead, source: Side) -> None:
        """What is due first, then as agreed; what is left is recovered or kept."""
        left = amount
        if self.state in RUNNING and self.ended_on is None:
            left = self._pay_debt(key, day, amount, ahead, source)
        if left and self.ended_on is not None:
            left = self.losses.recover(key, day, left, source)
        if left:
            if source is Side.BANK:
                self.journal.move(key, day, Side.BANK, Side.KEPT, left)
            self.kept.append(_Kept(key, day, left, ahead is not Ahead.KEEP))

    def _pay_debt(self, key: str, day: date, amount: int, ahead: Ahead, source: Side) -> int:
        debt = self.debt
        due, index = debt.due_and_next(day)
        coming, may_end = NO_LINES, not debt.is_more(amount)
        if (
            may_end
            and source is BANK
            and ahead is not NEXT
            and debt.ends_with(amount, day, index)
            and ahead not in FROM_THE_END
        ):
            coming = debt.settle(index, day)
            ahead = NEXT
        elif ahead is NEXT:
            coming = debt.lines[index:]
        elif ahead is NEXT_THEN_LOWER:
            coming = debt.lines[index : index + 1]
        elif ahead in FROM_THE_END:
            coming = debt.from_the_end(index, day, next_first=ahead is Ahead.NEXT_LAST)
            self.from_the_end = True
        left = self._take(key, day, amount, due, coming, source)
        if left and ahead in LOWERS:
            left = self._lower(key, day, left, ahead, source)
        if may_end:
            self._end_if_paid(day)
        return left

    def _lower(self, key: str, day: date, left: int, ahead: Ahead, source: Side) -> int:
        """What is left lowers the principal to come."""
        debt = self.debt
        index = debt.next_open(day)
        lowered = min(left, debt.ahead(index))
        if index >= len(debt.lines):
            return left
        debt.lower(day, lowered, shorter=ahead is Ahead.SHORTER)
        if lowered:
            self.journal.beside(key, day, lowered, debit=source, credit=Side.PRINCIPAL)
        due, coming = debt.due_on(day), debt.lines[index:]
        return self._take(key, day, left - lowered, due, coming, source)

    def _take(
        self, key: str, day: date, amount: int, due: list[Line], ahead: Sequence[Line], source: Side
    ) -> int:
        """Pay what is due, and rows ahead of it, as the rule says; return what is left."""
        late, today = due, NO_LINES
        if late and late[-1].due == day:
            today = [line for line in late if line.due == day]
            late = late[: -len(today)]

        unpaid = self.unpaid
        unpaid.day = day
        left, paid = pay(amount, self.steps, (late, today, ahead), unpaid)
        self.journal.write(key, day, source, paid)
        unpaid.close()
        return left

    def _end_if_paid(self, day: date) -> None:
        """Nothing is owed, not even late interest: the loan is over."""
        lines = self.debt.lines
        # Until the last payments of a loan, principal of its last row is unpaid.
        if lines and lines[-1].owed[PRINCIPAL] > lines[-1].paid[PRINCIPAL]:
            return
        if self.state is WAITING or (lines and not lines[-1].is_settled):
            return
        # One that was paid from the end may have rows before it whose interest has not run.
        if not self.debt.payoff(day) and all(line.is_settled for line in lines):
            self.ended_on = day
            self.journal.end(lines, day)

    def _go_on(self) -> None:
        """Something is owed again on a loan that was paid."""
        if self.state is not LifeState.WRITTEN_OFF:
            self.ended_on = None


ACTS: Mapping[type[Any], Callable[[_Life, Any], None]] = {
    Opening: _Life.take_over,
    Draw: _Life.draw,
    Payment: _Life.receive,
    Eased: _Life.ease,
    Waiver: _Life.waive,
    Charge: _Life.charge,
    Termination: _Life.terminate,
    WriteOff: _Life.write_off,
    Return: _Life.give_back,
}
