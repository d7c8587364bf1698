import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("applications", "0001_first_tables"),
        ("base", "0001_first_tables"),
        ("ledger", "0001_first_tables"),
        ("payments", "0001_first_tables"),
        ("people", "0001_first_tables"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("cancelled_reason", models.TextField(blank=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        related_query_name="agreement",
                        to="applications.application",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="people.scope",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("application",),
                        name="application_has_one_agreement_that_stands",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("hours", models.PositiveIntegerField(default=0)),
                ("months", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField(null=True)),
                ("receipt_above_minor", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "payable",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=25, unique=True)),
                ("principal_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("annual_rate_bp", models.PositiveIntegerField()),
                ("late_points_bp", models.PositiveIntegerField(default=0)),
                ("schedule_kind", models.CharField(max_length=10)),
                ("months", models.PositiveSmallIntegerField()),
                ("grace_months", models.PositiveSmallIntegerField(default=0)),
                ("fee_minor", models.BigIntegerField(default=0)),
                ("disburse_on", models.DateField()),
                ("first_due_on", models.DateField()),
                ("schedule_version", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("signed", "Signed"),
                            ("repaying", "Repaying"),
                            ("repaid", "Repaid"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("disbursed_on", models.DateField(null=True)),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan",
                        to="payments.order",
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("principal_minor__gt", 0)), name="loan_lends_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Repayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("bank_reference", models.CharField(max_length=80)),
                ("schedule_version_before", models.PositiveSmallIntegerField(default=1)),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayments",
                        to="agreements.loan",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayment",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "bank_reference"), name="repayment_is_recorded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="repayment_is_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("due_on", models.DateField()),
                ("principal_minor", models.BigIntegerField()),
                ("interest_minor", models.BigIntegerField()),
                ("fee_minor", models.BigIntegerField(default=0)),
                ("balance_after_minor", models.BigIntegerField()),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_lines",
                        to="agreements.loan",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "version", "number"), name="schedule_line_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "component",
                    models.CharField(
                        choices=[
                            ("fee", "Fee"),
                            ("late_interest", "Late Interest"),
                            ("interest", "Interest"),
                            ("principal", "Principal"),
                        ],
                        max_length=15,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                (
                    "repayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="agreements.repayment",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="agreements.scheduleline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="allocation_is_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spent_on", models.DateField()),
                ("text", models.CharField(max_length=200)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("hours", models.IntegerField(default=0)),
                ("recorded_at", models.DateTimeField()),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spending",
                        to="agreements.award",
                    ),
                ),
                (
                    "mends",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mended_by",
                        to="agreements.spending",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor", 0), ("hours", 0), _negated=True),
                        name="spending_is_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[("recipient", "Recipient"), ("provider", "Provider")],
                        max_length=10,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("signed_in", "Signed In"), ("paper", "Paper")], max_length=10
                    ),
                ),
                ("content_sha256", models.CharField(max_length=64)),
                ("accepted_at", models.DateTimeField()),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "party"), name="party_accepts_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "signed_in"), ("paper__isnull", True)),
                            models.Q(("method", "paper"), ("paper__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_acceptance_has_its_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardInstalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                (
                    "after_check_in",
                    models.PositiveSmallIntegerField(default=0, help_text="0: at the start."),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="agreements.award",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award_instalment",
                        to="payments.order",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("award", "number"), name="award_instalment_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)),
                        name="award_instalment_is_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="agreements.award",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="return_is_something"
                    )
                ],
            },
        ),
    ]
