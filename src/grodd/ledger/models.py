"""Tables of the books."""

from django.db import models
from django.db.models import F, Q


class Book(models.Model):
    """The books of one organisation: its accounts, years, series and vouchers."""

    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, default="SE")
    currency = models.CharField(max_length=3, default="SEK")

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """A place where money is. The four sums are kept under lock and proved by ``ledger check``.

    ``purpose`` names what the house books here by itself (``grodd.ledger.charts.Purpose``), so that
    an organisation can number its accounts as it likes.
    """

    class Kind(models.TextChoices):
        """Where the account stands in the balance sheet or the result."""

        ASSET = "asset"
        LIABILITY = "liability"
        EQUITY = "equity"
        INCOME = "income"
        EXPENSE = "expense"
        MEMO = "memo"

    class Floor(models.TextChoices):
        """Which side may never be the larger one."""

        NONE = "none"
        DEBIT_BALANCE = "debit_balance"
        CREDIT_BALANCE = "credit_balance"

    # The first constraint below begins with it.
    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", db_index=False)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    currency = models.CharField(max_length=3)
    floor = models.CharField(max_length=15, choices=Floor.choices, default=Floor.NONE)
    closed_on = models.DateField(null=True)
    debits_posted_minor = models.BigIntegerField(default=0)
    credits_posted_minor = models.BigIntegerField(default=0)
    debits_reserved_minor = models.BigIntegerField(default=0)
    credits_reserved_minor = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="account_number_is_unique"),
            models.UniqueConstraint(
                fields=["book", "purpose"],
                condition=~Q(purpose=""),
                name="account_purpose_is_unique",
            ),
            models.CheckConstraint(
                condition=~Q(floor="debit_balance")
                | Q(
                    debits_posted_minor__gte=F("credits_posted_minor") + F("credits_reserved_minor")
                ),
                name="account_keeps_its_debit_balance",
            ),
            models.CheckConstraint(
                condition=~Q(floor="credit_balance")
                | Q(
                    credits_posted_minor__gte=F("debits_posted_minor") + F("debits_reserved_minor")
                ),
                name="account_keeps_its_credit_balance",
            ),
            models.CheckConstraint(
                condition=Q(debits_reserved_minor__gte=0, credits_reserved_minor__gte=0),
                name="account_reserves_are_not_negative",
            ),
        ]
        # The unique one leaves out accounts without a purpose, so SQLite does not read by it.
        indexes = [models.Index(fields=["book", "purpose"], name="account_by_purpose")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class FinancialYear(models.Model):
    """A year of the books. Voucher numbers start again from one."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="years")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "starts_on"], name="year_starts_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="year_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}/{self.ends_on}"


class Period(models.Model):
    """A month, or another part of a year, that closes. Nothing is posted into a closed one."""

    year = models.ForeignKey(FinancialYear, models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["year", "starts_on"], name="period_starts_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}/{self.ends_on}"


class Series(models.Model):
    """A row of voucher numbers in one year, without gaps. Locked while the next number is given."""

    year = models.ForeignKey(FinancialYear, models.PROTECT, related_name="series")
    key = models.CharField(max_length=10)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "key"], name="series_is_unique_in_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.year}"


class Chain(models.Model):
    """The end of a book's hash chain. Locked while a voucher is added."""

    book = models.OneToOneField(Book, models.PROTECT, related_name="chain")
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.book} {self.number}"


class Voucher(models.Model):
    """Why money moved. Append-only; ``key`` makes a second telling of the same event harmless."""

    # Constraints below begin with these, so they need no index; a trigger keeps the links.
    book = models.ForeignKey(
        Book, models.PROTECT, related_name="vouchers", db_index=False, db_constraint=False
    )
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="vouchers", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    chain_number = models.BigIntegerField()
    booked_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=160)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain_number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="voucher_number_is_unique"),
            models.UniqueConstraint(fields=["book", "key"], name="voucher_key_is_unique"),
            models.UniqueConstraint(
                fields=["book", "chain_number"], name="voucher_stands_once_in_the_chain"
            ),
        ]
        indexes = [models.Index(fields=["book", "booked_on"], name="voucher_by_day")]

    def __str__(self) -> str:
        return f"{self.series.key}{self.number}"


class Transfer(models.Model):
    """An amount leaves one account and enters another, so it balances by construction.

    One row is both the debit and the credit. There is no way to write half of it.
    Append-only: a mistake is mended by a second voucher that reverses the first.
    """

    # The links are kept by triggers, which look at all rows of a statement at once: soundness.py.
    voucher = models.ForeignKey(
        Voucher, models.PROTECT, related_name="transfers", db_index=False, db_constraint=False
    )
    line = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits", db_constraint=False)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits", db_constraint=False)
    amount_minor = models.BigIntegerField()
    dimensions = models.JSONField(default=dict)

    class Meta:
        ordering = ["voucher", "line"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "line"], name="transfer_line_is_unique"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="transfer_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="transfer_goes_somewhere_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debit_id} < {self.amount_minor} < {self.credit_id}"


class Reservation(models.Model):
    """An amount held for a payment to come: it counts against both accounts until it ends."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="reservations")
    key = models.CharField(max_length=160)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    reserved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "key"], name="reservation_key_is_unique"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="reservation_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="reservation_goes_somewhere_else"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ReservationEnd(models.Model):
    """How a reservation ended: posted by a voucher, or let go. It ends at most once."""

    reservation = models.OneToOneField(Reservation, models.PROTECT, related_name="end")
    voucher = models.OneToOneField(Voucher, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reservation} {'posted' if self.voucher_id else 'let go'}"
