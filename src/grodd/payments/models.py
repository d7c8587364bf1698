"""Tables of payments."""

from django.db import models
from django.db.models import F, Q

from grodd.ledger.models import Account, Book, Voucher
from grodd.people.models import Organisation, Person, Scope


class Treasury(models.Model):
    """An organisation's own money: its books, and the account it pays from and is paid to."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="treasury")
    book = models.OneToOneField(Book, models.PROTECT, related_name="treasury")
    bank = models.ForeignKey(Account, models.PROTECT, related_name="+")
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    bankgiro = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return str(self.organisation)


class Order(models.Model):
    """A payment that one person prepares and another approves."""

    class State(models.TextChoices):
        """How far it has come."""

        PREPARED = "prepared"
        PAID = "paid"
        CANCELLED = "cancelled"

    treasury = models.ForeignKey(Treasury, models.PROTECT, related_name="orders")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="orders")
    key = models.CharField(max_length=120, unique=True)
    payee_name = models.CharField(max_length=160)
    payee_account = models.CharField(max_length=34)
    payee_account_kind = models.CharField(max_length=12, default="iban")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    text = models.CharField(max_length=140)
    dimensions = models.JSONField(default=dict)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True)
    voucher = models.OneToOneField(Voucher, models.PROTECT, null=True, related_name="order")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="order_pays_something"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="order_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | Q(approved_by__isnull=False, voucher__isnull=False, approved_at__isnull=False),
                name="order_is_paid_with_approval_and_voucher",
            ),
        ]

    def __str__(self) -> str:
        return self.key
