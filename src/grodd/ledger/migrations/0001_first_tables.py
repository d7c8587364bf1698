import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("country", models.CharField(default="SE", max_length=2)),
                ("currency", models.CharField(default="SEK", max_length=3)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=160)),
                ("purpose", models.CharField(blank=True, max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "Asset"),
                            ("liability", "Liability"),
                            ("equity", "Equity"),
                            ("income", "Income"),
                            ("expense", "Expense"),
                            ("memo", "Memo"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                (
                    "floor",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("debit_balance", "Debit Balance"),
                            ("credit_balance", "Credit Balance"),
                        ],
                        default="none",
                        max_length=15,
                    ),
                ),
                ("closed_on", models.DateField(null=True)),
                ("debits_posted_minor", models.BigIntegerField(default=0)),
                ("credits_posted_minor", models.BigIntegerField(default=0)),
                ("debits_reserved_minor", models.BigIntegerField(default=0)),
                ("credits_reserved_minor", models.BigIntegerField(default=0)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="ledger.book",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["book", "purpose"], name="account_by_purpose")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "number"), name="account_number_is_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        fields=("book", "purpose"),
                        name="account_purpose_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("floor", "debit_balance"), _negated=True),
                            (
                                "debits_posted_minor__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("credits_posted_minor"),
                                    "+",
                                    models.F("credits_reserved_minor"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="account_keeps_its_debit_balance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("floor", "credit_balance"), _negated=True),
                            (
                                "credits_posted_minor__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("debits_posted_minor"),
                                    "+",
                                    models.F("debits_reserved_minor"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="account_keeps_its_credit_balance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credits_reserved_minor__gte", 0), ("debits_reserved_minor__gte", 0)
                        ),
                        name="account_reserves_are_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                (
                    "book",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chain",
                        to="ledger.book",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FinancialYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="ledger.book",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "starts_on"), name="year_starts_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="year_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=64)),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="ledger.financialyear",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "starts_on"), name="period_starts_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="period_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160)),
                ("amount_minor", models.BigIntegerField()),
                ("reserved_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="ledger.book",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "key"), name="reservation_key_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)),
                        name="reservation_amount_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="reservation_goes_somewhere_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=10)),
                ("last_number", models.PositiveIntegerField(default=0)),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="ledger.financialyear",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "key"), name="series_is_unique_in_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("chain_number", models.BigIntegerField()),
                ("booked_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=160)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="ledger.book",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.voucher",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="ledger.series",
                    ),
                ),
            ],
            options={
                "ordering": ["chain_number"],
                "indexes": [models.Index(fields=["book", "booked_on"], name="voucher_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "number"), name="voucher_number_is_unique"
                    ),
                    models.UniqueConstraint(fields=("book", "key"), name="voucher_key_is_unique"),
                    models.UniqueConstraint(
                        fields=("book", "chain_number"), name="voucher_stands_once_in_the_chain"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveSmallIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("dimensions", models.JSONField(default=dict)),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="ledger.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="ledger.account",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "ordering": ["voucher", "line"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("voucher", "line"), name="transfer_line_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)),
                        name="transfer_amount_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="transfer_goes_somewhere_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReservationEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                (
                    "reservation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="ledger.reservation",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
            ],
        ),
    ]
