"""The replay: every event of a loan from the first, in the order of the days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grodd.engines.allocation import Component
from grodd.engines.life.changing import CHANGES
from grodd.engines.life.debt import (
    FEE,
    INDEX,
    INTEREST,
    LATE,
    PRINCIPAL,
    Debt,
    Line,
    component_of,
)
from grodd.engines.life.events import (
    Ahead,
    Charge,
    Draw,
    Event,
    Extension,
    Held,
    Holiday,
    NewDueDay,
    Opening,
    Payment,
    RateChange,
    Return,
    Termination,
    Waiver,
    WriteOff,
    bounced,
    in_order,
)
from grodd.engines.life.values import ORDER, Contract, Life, LifeState, Posting, Share, Side, raised

CREDITS = {FEE: Side.DUE, LATE: Side.LATE_INTEREST, INTEREST: Side.DUE,
           PRINCIPAL: Side.PRINCIPAL}  # fmt: skip
INCOME = {INTEREST: Side.INTEREST, FEE: Side.FEE}
"""What falls due is income on its day. Late interest is so only when it is paid."""

AGREED_AHEAD = (RateChange, Holiday, NewDueDay, Extension)
"""Terms that shape the plan from the day they are agreed, though they hold from a later one."""

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
    life = _Life(contract)
    for event in in_order(events):
        if event.day > on and not isinstance(event, AGREED_AHEAD):
            continue
        life.fall_due(min(event.day, on))
        life.use_kept(event.day, on)
        life.happen(event)
    life.fall_due(on)
    life.use_kept(on, on)
    for payment, reversal in bounced(events):
        there_and_back = (
            Posting(payment.key, payment.day, Side.BANK, Side.KEPT, payment.amount),
            Posting(reversal.key, reversal.day, Side.KEPT, Side.BANK, payment.amount),
        )
        life.postings += [posting for posting in there_and_back if posting.day <= on]
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

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.debt = Debt(contract)
        self.state = LifeState.WAITING
        self.shares: list[Share] = []
        self.postings: list[Posting] = []
        self.kept: list[_Kept] = []
        self.lost = self.claims = 0
        self.lapsed: list[str] = []
        self.restructured = False
        self.ended_on: date | None = None
        self.raised_rows = 0

    def happen(self, event: Held) -> None:
        """One event."""
        acts: dict[type[Any], Callable[[Any], None]] = {
            Opening: self.take_over,
            Draw: self.draw,
            Payment: self.receive,
            Waiver: self.waive,
            Charge: self.charge,
            Termination: self.terminate,
            WriteOff: self.write_off,
            Return: self.give_back,
        }
        if act := acts.get(type(event)):
            act(event)
        elif self.state is LifeState.REPAYING:
            self._change(event)

    def fall_due(self, day: date) -> None:
        """What falls due up to a day is income on its own day."""
        lines = self.debt.lines
        while self.raised_rows < len(lines) and lines[self.raised_rows].due <= day:
            line = lines[self.raised_rows]
            for part in INCOME:
                self._raise(line, part, line.owed[part] - line.raised[part], line.due)
            self.raised_rows += 1

    def take_over(self, opening: Opening) -> None:
        """The loan was taken over with what is late and what is to come."""
        self.state = LifeState.REPAYING
        self.debt.take_over(opening)
        self.raised_rows = len(opening.arrears)
        if not (opening.balance or opening.arrears):
            self.ended_on, self.lost = opening.day, opening.lost
            if self.lost:
                self.state = LifeState.WRITTEN_OFF
        principal = opening.balance + sum(arrear.principal for arrear in opening.arrears)
        due = sum(arrear.fee + arrear.interest for arrear in opening.arrears)
        for side, amount in ((Side.PRINCIPAL, principal), (Side.DUE, due)):
            if amount:
                posting = Posting(opening.key, opening.day, side, Side.OPENING, amount)
                self.postings.append(posting)

    def draw(self, draw: Draw) -> None:
        """More money was paid out; the instalments to come repay it."""
        if self.state is LifeState.WAITING:
            self.state = LifeState.REPAYING
            self.debt.rebuild(
                0, draw.day, balance=draw.amount, count=self.contract.instalments,
                grace=self.contract.grace,
            )  # fmt: skip
            return
        self._go_on()
        debt = self.debt
        index = debt.next_open(draw.day)
        count = max(len(debt.lines) - index, 1)
        balance = debt.ahead(index) + draw.amount
        start = max(draw.day, debt.lines[index - 1].due if index else draw.day)
        debt.moves.append((draw.day, draw.amount))
        debt.rebuild(index, start, balance=balance, count=count, grace=debt.grace_left(index))

    def receive(self, payment: Payment) -> None:
        """Money came in."""
        self._pay(payment.key, payment.day, payment.amount, payment.ahead, Side.BANK)

    def waive(self, waiver: Waiver) -> None:
        """Give up a part of what is due, the oldest first."""
        index, left = INDEX[waiver.component], waiver.amount
        for line in self.debt.due_on(waiver.day):
            part = min(left, self.debt.unpaid_on(line, waiver.day)[index])
            if part:
                self._give_up(waiver.key, waiver.day, line, index, part)
                if income := INCOME.get(index):
                    taken_back = Posting(waiver.key, waiver.day, income, Side.DUE, part)
                    self.postings.append(taken_back)
                left -= part
        self._end_if_paid(waiver.day)

    def charge(self, charge: Charge) -> None:
        """A fee joins the next instalment, or the last one."""
        lines = self.debt.lines
        index = min(self.debt.next_open(charge.day), len(lines) - 1)
        self.debt.late(lines[index], charge.day)
        lines[index].owed[FEE] += charge.amount
        lines[index].is_done = False
        self._go_on()
        if index < self.raised_rows:
            self._raise(lines[index], FEE, charge.amount, charge.day)

    def terminate(self, termination: Termination) -> None:
        """All is due now, unless the arrears that it was for are paid."""
        if self.state is not LifeState.REPAYING:
            return
        day = termination.day
        if termination.for_arrears and not self.debt.is_late(day):
            self.lapsed.append(termination.key)
            return
        self.debt.call(self.debt.next_open(day), day)
        self.fall_due(day)
        self.state = LifeState.TERMINATED

    def write_off(self, loss: WriteOff) -> None:
        """Stop counting on principal: the last of it first; all of it ends what is claimed."""
        principal = sum(line.left(PRINCIPAL) for line in self.debt.all())
        amount = min(loss.amount, principal)
        if not amount:
            return
        self.lost += amount
        self.postings.append(Posting(loss.key, loss.day, Side.LOSS, Side.PRINCIPAL, amount))
        if amount == principal:
            self._write_off_all(loss)
            return
        self._write_off_some(loss, amount)

    def give_back(self, back: Return) -> None:
        """Kept money left again."""
        left = back.amount
        for kept in sorted(self.kept, key=lambda each: not each.goes_back):
            part = min(left, kept.amount)
            kept.amount -= part
            left -= part
        self.kept = [kept for kept in self.kept if kept.amount]

    def use_kept(self, until: date, on: date) -> None:
        """Let kept money pay what falls due up to ``until``, each on its own day."""
        if all(kept.goes_back for kept in self.kept):
            return
        for day in sorted({line.due for line in self.debt.all() if line.due <= min(until, on)}):
            if self.state in RUNNING:
                self._use_kept_on(day)

    def result(self, on: date) -> Life:
        """Everything as values."""
        debt = self.debt
        due = debt.due_on(on)
        late = {line.number: debt.unpaid_on(line, on)[LATE] for line in due}
        index = debt.next_open(on)
        following = debt.lines[index] if index < len(debt.lines) else None
        accrued = debt.accrued(following, on) - following.paid[INTEREST] if following else 0
        return Life(
            state=self._state(),
            rows=debt.rows(),
            shares=tuple(self.shares),
            postings=tuple(self.postings),
            late={number: amount for number, amount in late.items() if amount},
            accrued=max(accrued, 0),
            payoff=self._payoff(on),
            kept=sum(kept.amount for kept in self.kept),
            to_return=sum(kept.amount for kept in self.kept if kept.goes_back),
            lost=self.lost,
            claims=self.claims,
            annual_rate=debt.annual_rate,
            lapsed=tuple(self.lapsed),
            restructured=self.restructured,
            ended_on=self.ended_on,
        )

    def _state(self) -> LifeState:
        if self.ended_on is None or self.state is LifeState.WAITING:
            return self.state
        if self.lost:
            return LifeState.WRITTEN_OFF
        return LifeState.RECOVERED if self.state is LifeState.WRITTEN_OFF else LifeState.REPAID

    def _change(self, event: Held) -> None:
        change = CHANGES[type(event)]
        effect = change(self.debt, event)
        self.restructured = self.restructured or effect.eases
        for debit, credit, amount in effect.moves:
            if amount:
                self.postings.append(Posting(event.key, event.day, debit, credit, amount))

    def _use_kept_on(self, day: date) -> None:
        for kept in [each for each in self.kept if not each.goes_back and each.day <= day]:
            owed = sum(sum(self.debt.unpaid_on(line, day)) for line in self.debt.due_on(day))
            part = min(kept.amount, owed)
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
            left = self._recover(key, day, left, source)
        if left:
            if source is Side.BANK:
                self.postings.append(Posting(key, day, Side.BANK, Side.KEPT, left))
            self.kept.append(_Kept(key, day, left, ahead is not Ahead.KEEP))

    def _pay_debt(self, key: str, day: date, amount: int, ahead: Ahead, source: Side) -> int:
        following = self._following(day)
        if ahead is not Ahead.NEXT and source is Side.BANK and self._ends(day, amount, following):
            return self._settle(key, day, amount, source)
        left = self._take(key, day, amount, self.debt.due_on(day), source)
        if left and ahead not in {Ahead.KEEP, Ahead.RETURN} and following:
            left = self._pay_ahead(key, day, left, ahead, source)
        self._end_if_paid(day)
        return left

    def _ends(self, day: date, amount: int, following: Line | None) -> bool:
        """Whether an amount ends the loan: exactly, or with more than the next instalment."""
        lent = 0
        for line in reversed(self.debt.lines):
            lent += line.left(PRINCIPAL)
            if lent > amount:
                return False
        payoff = self._payoff(day)
        planned = self._owed_now(day) + sum(following.left(i) for i in range(4)) if following else 0
        return amount == payoff or amount > max(payoff, planned)

    def _pay_ahead(self, key: str, day: date, left: int, ahead: Ahead, source: Side) -> int:
        """Money that comes before anything else is due."""
        debt = self.debt
        index = debt.next_open(day)
        if ahead is Ahead.NEXT:
            return self._take(key, day, left, debt.lines[index:], source)
        if ahead is Ahead.NEXT_THEN_LOWER:
            left = self._take(key, day, left, debt.lines[index : index + 1], source)
            index = debt.next_open(day)
        if not left or index >= len(debt.lines):
            return left
        lowered = min(left, debt.ahead(index))
        self._lower(day, lowered, shorter=ahead is Ahead.SHORTER)
        if lowered:
            self.shares.append(Share(key, day, None, Component.PRINCIPAL, lowered))
            self.postings.append(Posting(key, day, source, Side.PRINCIPAL, lowered))
        return self._take(key, day, left - lowered, debt.lines[index:], source)

    def _lower(self, day: date, amount: int, *, shorter: bool = False) -> None:
        """Less principal, and the rows to come made anew for what is left."""
        debt = self.debt
        index = debt.next_open(day)
        start = max(day, debt.lines[index - 1].due if index else day)
        balance = debt.ahead(index) - amount
        debt.moves.append((day, -amount))
        debt.rebuild(
            index, start, balance=balance, count=len(debt.lines) - index if balance else 1,
            grace=debt.grace_left(index) if balance else 0,
            keep=debt.size(index) if shorter and balance else 0,
        )  # fmt: skip

    def _take(self, key: str, day: date, amount: int, lines: Sequence[Line], source: Side) -> int:
        """Pay rows in order; return what is left."""
        is_called = self.state is LifeState.TERMINATED
        order = self.contract.called_order if is_called else ORDER
        for line in lines:
            if not amount:
                break
            unpaid = self.debt.unpaid_on(line, day)
            for component in order:
                index = INDEX[component]
                part = min(unpaid[index], amount)
                if part:
                    self._put(key, day, line, index, part, source)
                    unpaid[index] -= part
                    amount -= part
            # What is paid in full before late interest can run on it, or with it, is done.
            line.is_done = not any(unpaid) and any(line.owed)
        return amount

    def _settle(self, key: str, day: date, amount: int, source: Side) -> int:
        """Pay all that ends the loan on a day; interest to come falls away."""
        index = self.debt.next_open(day)
        for i, line in enumerate(self.debt.lines[index:]):
            run = self.debt.accrued(line, day) if i == 0 else 0
            line.owed[INTEREST] = max(run, line.paid[INTEREST])
        left = self._take(key, day, amount, [*self.debt.due_on(day)], source)
        left = self._take(key, day, left, [*self.debt.lines[index:], *self.debt.aside], source)
        self._end_if_paid(day)
        return left

    def _payoff(self, day: date) -> int:
        """What ends the loan on a day."""
        debt = self.debt
        index = debt.next_open(day)
        coming = debt.lines[index:]
        accrued = max(debt.accrued(coming[0], day) - coming[0].paid[INTEREST], 0) if coming else 0
        fixed = sum(line.left(FEE) + line.left(LATE) + line.left(PRINCIPAL) for line in coming)
        aside = sum(line.left(i) for line in debt.aside if line.due > day for i in range(4))
        return self._owed_now(day) + accrued + fixed + aside

    def _owed_now(self, day: date) -> int:
        return sum(sum(self.debt.unpaid_on(line, day)) for line in self.debt.due_on(day))

    def _following(self, day: date) -> Line | None:
        index = self.debt.next_open(day)
        return self.debt.lines[index] if index < len(self.debt.lines) else None

    def _put(self, key: str, day: date, line: Line, index: int, amount: int, source: Side) -> None:
        line.put(day, index, amount)
        self.shares.append(Share(key, day, line.number, component_of(index), amount))
        self.postings.append(Posting(key, day, source, CREDITS[index], amount))

    def _give_up(self, key: str, day: date, line: Line, index: int, amount: int) -> None:
        line.put(day, index, amount)
        share = Share(key, day, line.number, component_of(index), amount, given_up=True)
        self.shares.append(share)

    def _end_if_paid(self, day: date) -> None:
        """Nothing is owed, not even late interest: the loan is over."""
        lines = self.debt.lines
        if self.state is LifeState.WAITING or (lines and not lines[-1].is_settled):
            return
        if self._payoff(day):
            return
        self.ended_on = day
        # What was paid ahead is earned: nothing more falls due.
        for line in lines[self.raised_rows :]:
            for part in INCOME:
                self._raise(line, part, line.paid[part] - line.raised[part], day)
        self.raised_rows = len(lines)

    def _go_on(self) -> None:
        """Something is owed again on a loan that was paid."""
        if self.state is not LifeState.WRITTEN_OFF:
            self.ended_on = None

    def _raise(self, line: Line, part: int, amount: int, day: date) -> None:
        if amount:
            line.raised[part] += amount
            posting = Posting(raised(line.number), day, Side.DUE, INCOME[part], amount)
            self.postings.append(posting)

    def _recover(self, key: str, day: date, left: int, source: Side) -> int:
        """What comes in after all is paid or written off makes up for what was lost."""
        for name in ("lost", "claims"):
            part = min(left, getattr(self, name))
            if part:
                setattr(self, name, getattr(self, name) - part)
                share = Share(key, day, None, Component.PRINCIPAL, part, given_up=True)
                self.shares.append(share)
                self.postings.append(Posting(key, day, source, Side.RECOVERED, part))
                left -= part
        return left

    def _write_off_all(self, loss: WriteOff) -> None:
        debt = self.debt
        index = debt.next_open(loss.day)
        debt.call(index, loss.day)
        self.fall_due(loss.day)
        for line in debt.all():
            for part, amount in enumerate(debt.unpaid_on(line, loss.day)):
                if amount:
                    self.claims += amount if part != PRINCIPAL else 0
                    if part == LATE:
                        line.owed[LATE] += amount
                    self._give_up(loss.key, loss.day, line, part, amount)
                    if part in INCOME:
                        lost = Posting(loss.key, loss.day, Side.LOSS, Side.DUE, amount)
                        self.postings.append(lost)
            line.close()
        self.state, self.ended_on = LifeState.WRITTEN_OFF, loss.day

    def _write_off_some(self, loss: WriteOff, amount: int) -> None:
        debt = self.debt
        ahead = min(amount, debt.ahead(debt.next_open(loss.day)))
        if ahead:
            self._lower(loss.day, ahead)
            share = Share(loss.key, loss.day, None, Component.PRINCIPAL, ahead, given_up=True)
            self.shares.append(share)
        left = amount - ahead
        for line in reversed(debt.due_on(loss.day)):
            part = min(left, line.left(PRINCIPAL))
            if part:
                self._give_up(loss.key, loss.day, line, PRINCIPAL, part)
                left -= part
