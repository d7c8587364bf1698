"""The rows of a table as loans to be taken over, each with what is wrong with it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from grodd.applications.importing import CellError
from grodd.base.tables import Table
from grodd.base.typed import read_whole
from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.people.numbers import checked_number
from grodd.people.refusals import OrganisationNumberWrong
from grodd.servicing.taking import cells
from grodd.servicing.taking.columns import BY_KEY, NUMBER, REFERENCE, STATUS
from grodd.servicing.taking.opening import Figures, Start, covers_interest, start_of
from grodd.servicing.taking.rules import Means, Rules, Status

REFERENCE_LENGTH_MAX = 20
STATUS_LENGTH_MAX = 80
INSTALMENTS_MAX = 480
RATE_BP_MAX = 10_000
DATES = ("paid_out_on", "first_due_on", "late_since", "next_due_on", "last_paid_on")
OWED = ("principal", "balance", "instalment", "principal_late", "interest_unpaid", "fees_unpaid",
        "late_interest")  # fmt: skip
PAID = ("paid_principal", "paid_interest", "paid_fees")
"""Sums that are only kept: they may be finer than the minor unit."""
TEXTS: Mapping[str, int] = {"name": 120, "email": 254, "region": 80, "adviser": 254, "product": 80}
PER_YEAR: Mapping[int, Rhythm] = {
    1: Rhythm(1, Unit.YEARS), 2: Rhythm(6), 3: Rhythm(4), 4: Rhythm(3), 6: Rhythm(2), 12: MONTHLY,
    13: Rhythm(4, Unit.WEEKS), 26: Rhythm(2, Unit.WEEKS), 52: Rhythm(1, Unit.WEEKS),
}  # fmt: skip
"""How often a loan is repaid, by how many instalments it has in a year."""
INTERVAL_MONTHS_MAX = 60
KINDS: Mapping[str, tuple[str, ...]] = {
    "annuity": ("annuity", "annuitet", "annuiteetti", "equal payments"),
    "straight": ("straight", "rak", "tasalyhennys", "equal principal", "rak amortering"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row, read.

    Attributes:
        row: In the file.
        status: As the file calls it.
        figures: What it says; None where that cannot be said.
        start: How the loan begins here; None where something is wrong.
        errors: What keeps it from being taken.
    """

    row: int
    status: str
    figures: Figures | None
    start: Start | None
    errors: tuple[CellError, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What a row is held against.

    Attributes:
        currency: Of all amounts.
        day: The day the figures are for.
        country: Whose organisation numbers they are.
        known: References that loans here have already.
        advisers: The addresses of those who are advisers here, in small letters.
        due_day_counts: Whether the due day is the first day past due.
    """

    currency: str
    day: date
    country: str
    known: Collection[str] = ()
    advisers: Collection[str] = ()
    due_day_counts: bool = False


class Reading:
    """How the rows of one file are read."""

    def __init__(self, mapping: Mapping[str, str], rules: Rules, around: Around) -> None:
        """See ``columns``, ``rules`` and ``Around``."""
        self.mapping, self.rules, self.around = mapping, rules, around
        self.seen: dict[str, int] = {}

    def rows(self, table: Table) -> list[Row]:
        """Every row of the table."""
        place = {heading: number for number, heading in enumerate(table.headings)}
        columns = {key: place[heading] for key, heading in self.mapping.items() if heading in place}
        return [
            _OneRow(self, number, {key: each[column] for key, column in columns.items()}).read()
            for number, each in table.rows
        ]


def references_in(table: Table, mapping: Mapping[str, str], rules: Rules) -> list[str]:
    """What the rows are called, to ask which of them are here already."""
    heading = mapping.get(REFERENCE)
    column = table.headings.index(heading) if heading in table.headings else None
    return [
        numbered(rules.prefix, number) if column is None else row[column]
        for number, row in table.rows
    ]


def statuses_in(table: Table, mapping: Mapping[str, str]) -> list[str]:
    """The words for status, each once."""
    heading = mapping.get(STATUS)
    if heading not in table.headings:
        return []
    column = table.headings.index(heading)
    return sorted({row[column][:STATUS_LENGTH_MAX] for _, row in table.rows if row[column]})


def numbered(prefix: str, row: int) -> str:
    """The reference of a loan that has none: the first row below the headings is 1."""
    return f"{prefix}{row - 1:05}"


class _OneRow:
    """A row while it is read."""

    def __init__(self, reading: Reading, number: int, typed: Mapping[str, str]) -> None:
        self.reading, self.number, self.typed = reading, number, typed
        self.rules, self.around = reading.rules, reading.around
        self.errors: list[CellError] = []

    def read(self) -> Row:
        status = self.typed.get(STATUS, "")[:STATUS_LENGTH_MAX]
        values = self._values(status)
        if self.errors:
            return Row(self.number, status, None, None, tuple(self.errors))
        figures = Figures(**values)
        self._check(figures, self.rules.of(status))
        start = None
        if not self.errors:
            start = start_of(
                figures, self.rules, self.around.day, due_day_counts=self.around.due_day_counts
            )
        return Row(self.number, status, figures, start, tuple(self.errors))

    def wrong(self, key: str, text: str) -> None:
        heading = self.reading.mapping.get(key) or str(BY_KEY[key].label)
        self.errors.append(CellError(self.number, heading, self.typed.get(key, "")[:80], text))

    def _values(self, status: str) -> dict[str, Any]:
        """The cells as values; what cannot be read is an error and stays out."""
        values: dict[str, Any] = {
            key: self.typed.get(key, "")[:most] for key, most in TEXTS.items()
        }
        values |= {STATUS: status, REFERENCE: self._reference(), NUMBER: self._number()}
        values |= {key: self._amount(key) for key in OWED}
        values |= {key: self._amount(key, is_rounded=True) for key in PAID}
        values |= {key: self._date(key) for key in DATES}
        values["instalments"] = self._whole("instalments", INSTALMENTS_MAX)
        values["rate_bp"] = self._rate()
        values["is_annuity"] = self._kind()
        values["rhythm"] = self._rhythm()
        values["grace"] = self._grace(values["instalments"])
        if values["paid_out_on"] and not values["first_due_on"]:
            values["first_due_on"] = values["rhythm"].after(values["paid_out_on"], 1)
        for key in ("fees_unpaid", "late_interest"):
            values[key] = values[key] or 0
        self._currency()
        return values

    def _reference(self) -> str:
        text = self.typed.get(REFERENCE)
        if text is None:
            text = numbered(self.rules.prefix, self.number)
        first = self.reading.seen.setdefault(text, self.number)
        if not text or len(text) > REFERENCE_LENGTH_MAX:
            self.wrong(REFERENCE, gettext("Each loan needs a reference of at most 20 characters."))
        elif first != self.number:
            said = gettext("Row %(row)s has the same reference. Give each loan its own.")
            self.wrong(REFERENCE, said % {"row": first})
        elif text in self.around.known:
            self.wrong(REFERENCE, gettext(
                "A loan with this reference is here already. Leave the row out, or rename it."
            ))  # fmt: skip
        return text

    def _number(self) -> str:
        text = self.typed.get(NUMBER, "")
        try:
            return checked_number(country=self.around.country, text=text)
        except OrganisationNumberWrong as wrong:
            self.wrong(NUMBER, str(wrong))
            return ""

    def _amount(self, key: str, *, is_rounded: bool = False) -> int | None:
        text = self.typed.get(key, "")
        if not text:
            if BY_KEY[key].is_required:
                self.wrong(key, _missing())
            return None
        minor = cells.read_amount(text, self.around.currency, is_rounded=is_rounded)
        if minor is None or minor < 0:
            self.wrong(key, gettext(
                "This is not clear as an amount. Write it like 20000,50 or 20000.50, not below 0."
            ))  # fmt: skip
            return None
        return minor

    def _date(self, key: str) -> date | None:
        text = self.typed.get(key, "")
        if not text:
            if BY_KEY[key].is_required:
                self.wrong(key, _missing())
            return None
        day = cells.read_date(text, is_last_of_month=self.rules.is_last_of_month)
        if day is None:
            self.wrong(key, gettext("This is not clear as a day. Write it like 2018-03-15."))
        return day

    def _whole(self, key: str, most: int) -> int | None:
        text = self.typed.get(key, "")
        number = read_whole(text) if text else None
        if number is None or not 1 <= number <= most:
            said = gettext("Write a whole number from 1 to %(most)s.")
            self.wrong(key, said % {"most": most})
            return None
        return number

    def _rate(self) -> int | None:
        bp = cells.read_rate_bp(self.typed.get("rate", ""), is_percent=self.rules.is_percent)
        if bp is None or bp > RATE_BP_MAX:
            self.wrong("rate", gettext(
                "Write the rate in percent with at most two decimals, such as 14,07, or in basis "
                "points, as chosen above; at most 100 percent."
            ))  # fmt: skip
        return bp

    def _kind(self) -> bool:
        word = self.typed.get("kind", "").casefold()
        if not word:
            return self.rules.is_annuity
        found = next((kind for kind, words in KINDS.items() if word in words), None)
        if found is None:
            self.wrong("kind", gettext("Write “annuity” or “straight”."))
        return found == "annuity"

    def _rhythm(self) -> Rhythm:
        """By months between instalments or by instalments a year; every month if neither says."""
        found: Rhythm | None = None
        if text := self.typed.get("interval", ""):
            months = read_whole(text)
            if months is None or not 1 <= months <= INTERVAL_MONTHS_MAX:
                said = gettext("Write a whole number from 1 to %(most)s.")
                self.wrong("interval", said % {"most": INTERVAL_MONTHS_MAX})
                return MONTHLY
            found = Rhythm(months)
        if text := self.typed.get("per_year", ""):
            yearly = PER_YEAR.get(read_whole(text) or 0)
            if yearly is None:
                self.wrong("per_year", gettext(
                    "Write how many instalments there are in a year: 1, 2, 3, 4, 6, 12, 13, 26 "
                    "or 52."
                ))  # fmt: skip
            elif found and found.months(1) != yearly.months(1):
                self.wrong("per_year", gettext(
                    "This does not fit the months between instalments. Mend one of them."
                ))  # fmt: skip
            return found or yearly or MONTHLY
        return found or MONTHLY

    def _grace(self, instalments: int | None) -> int:
        text = self.typed.get("grace", "")
        number = read_whole(text) if text else 0
        most = (instalments or INSTALMENTS_MAX) - 1
        if number is None or not 0 <= number <= most:
            said = gettext("Write a whole number from 0 to %(most)s.")
            self.wrong("grace", said % {"most": most})
            return 0
        return number

    def _currency(self) -> None:
        text = self.typed.get("currency", "")
        if text and text.upper() != self.around.currency:
            said = gettext("The books are kept in %(currency)s. Leave the row out.")
            self.wrong("currency", said % {"currency": self.around.currency})

    def _check(self, given: Figures, status: Status) -> None:
        """What only shows when the figures are held against each other and against the house."""
        day = self.around.day
        checks: tuple[tuple[bool, str, Callable[[], str]], ...] = (
            (not given.principal, "principal", _nothing_lent),
            (given.balance > given.principal, "balance", _more_than_lent),
            (given.paid_out_on > day, "paid_out_on", _after_the_day),
            (given.first_due_on <= given.paid_out_on, "first_due_on", _due_too_early),
            (bool(given.late_since and given.late_since > day), "late_since", _after_the_day),
            (bool(given.next_due_on and given.next_due_on <= day), "next_due_on", _due_too_early),
            (bool(given.last_paid_on and given.last_paid_on > day), "last_paid_on", _after_the_day),
            ((given.principal_late or 0) > given.balance, "principal_late", _more_than_lent),
            (status.means is Means.REPAID and bool(given.balance), STATUS, _repaid_but_owed),
            (_adds_up_wrongly(given, status), "paid_principal", _adds_up),
            (not covers_interest(given), "instalment", _never_ends),
            (_is_wrong_address(given.email), "email", _no_address),
            (_is_unknown(given.adviser, self.around.advisers), "adviser", _no_adviser),
        )
        for is_wrong, key, say in checks:
            if is_wrong:
                self.wrong(key, say())


def _adds_up_wrongly(given: Figures, status: Status) -> bool:
    """Principal that was paid and principal that is left make the principal, unless it is lost."""
    if given.paid_principal is None or status.means is Means.WRITTEN_OFF:
        return given.paid_principal is not None and given.paid_principal > given.principal
    return given.paid_principal + given.balance != given.principal


def _is_wrong_address(text: str) -> bool:
    if not text:
        return False
    try:
        validate_email(text)
    except ValidationError:
        return True
    return False


def _is_unknown(address: str, known: Collection[str]) -> bool:
    return bool(address) and address.casefold() not in known


def _missing() -> str:
    return gettext("No loan can be taken over without this. Fill in the cell, or choose a column.")


def _nothing_lent() -> str:
    return gettext("Nothing was lent. Leave the row out.")


def _more_than_lent() -> str:
    return gettext("This is more than what it is a part of. Look the two amounts up.")


def _after_the_day() -> str:
    return gettext("This is after the day that the balances are for. Choose a later day above.")


def _due_too_early() -> str:
    return gettext("This is too early: it must come after the day before it. Look it up.")


def _repaid_but_owed() -> str:
    return gettext("It is repaid by its status and still has a balance. One of them is wrong.")


def _adds_up() -> str:
    return gettext(
        "Principal paid and balance do not make the principal. Mend them, or choose no column "
        "for what was paid."
    )


def _never_ends() -> str:
    return gettext("The instalment is smaller than the interest, so the debt would never end.")


def _no_address() -> str:
    return gettext("This is no e-mail address. Mend it, or leave the cell empty.")


def _no_adviser() -> str:
    return gettext("No adviser here has this address. Give them the role first, or leave it empty.")


def written_errors(errors: Sequence[CellError]) -> list[dict[str, Any]]:
    """Errors as JSON values."""
    return [asdict(one) for one in errors]
