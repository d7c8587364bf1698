"""What the use cases of programmes take: plain values, written by a person or read from a file."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from grodd.base.translated import Said
from grodd.engines.calendar import MONTHLY, Rhythm
from grodd.engines.life import USUAL_RULES, PaymentRules
from grodd.engines.money import Money


@dataclass(frozen=True, slots=True)
class FrameTerms:
    """The terms of a frame.

    Attributes:
        amount_min, amount_max: What one application may ask for; one currency.
        hours_max: Most working hours of one application; 0 when the programme gives none.
        months_min, months_max: How long it may take, or the term of a loan (unit: months).
        who_may_apply: ``members`` or ``anyone``.
        instruments: Keys such as ``award`` and ``microloan``.
        goals: What the programme wants to reach.
        receipt_above: Spending above this needs a receipt.
        check_in_every_days: The rhythm of following up (unit: days).
        remind_days_before: When to remind of a check-in; 0 for not at all (unit: days before).
        remind_late_days: When to remind again of one that is late (unit: days after), rising.
        loan_rate_bp: Nominal annual rate of loans (unit: basis points).
        loan_rate_follows: Whether that is added to the reference rate, and moves with it.
        loan_schedule: ``straight``, ``annuity`` or ``bullet``.
        loan_grace_months_max: Most months without principal (unit: months).
        loan_fee: Arrangement fee of a loan.
        loan_rhythms: How often a loan may be repaid; the first is what an offer proposes.
        payment_rules: In which order payments of its loans are counted.
    """

    amount_min: Money
    amount_max: Money
    hours_max: int
    months_min: int
    months_max: int
    who_may_apply: str
    instruments: tuple[str, ...]
    goals: Said
    receipt_above: Money
    check_in_every_days: int
    remind_days_before: int
    remind_late_days: tuple[int, ...]
    loan_rate_bp: int
    loan_schedule: str
    loan_grace_months_max: int
    loan_fee: Money
    loan_rate_follows: bool = False
    loan_rhythms: tuple[Rhythm, ...] = (MONTHLY,)
    payment_rules: PaymentRules = USUAL_RULES


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """A theme: without a key it is new."""

    label: Said
    key: str = ""
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class EligibilityWords:
    """A question of the self-check, the answer that is needed, and why."""

    text: Said
    answer_needed: bool
    why: Said
    key: str = ""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question of a form; ``options`` are ``{"key", "label"}`` objects.

    ``easy`` says in short and simple words what ``help`` says, for those who read easy texts.
    """

    kind: str
    label: Said
    help: Said = field(default_factory=dict)
    easy: Said = field(default_factory=dict)
    meaning: str = ""
    is_required: bool = False
    identifies: bool = False
    length_max: int | None = None
    options: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A letter with merge fields; ``easy`` says what ``body`` says in short and simple words."""

    subject: Said
    body: Said
    easy: Said = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """A criterion with its scale and weight; without a key it is new."""

    label: Said
    help: Said
    low: int = 1
    high: int = 5
    weight: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as it is planned. ``closes_at`` None takes applications all the time.

    ``easy`` says in short and simple words what ``description`` says.
    """

    name: Said
    description: Said
    opens_at: datetime
    closes_at: datetime | None
    budget: Money
    budget_hours: int
    is_blind: bool = True
    reviews_needed: int = 2
    easy: Said = field(default_factory=dict)
