import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import grodd.base.translated


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0007_rows_that_fall_due"),
        ("people", "0003_message_wishes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Night",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("since", models.DateField(help_text="What fell due after this day is its work.")),
                (
                    "told_since",
                    models.DateField(
                        help_text="Whom it writes to: as of this day; None: it writes to nobody.",
                        null=True,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "counts",
                    models.JSONField(
                        default=dict, help_text="How many, by what was done and by organisation."
                    ),
                ),
            ],
            options={
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="AgeingClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_days",
                    models.PositiveSmallIntegerField(
                        help_text="Days past due; the lowest class is 0."
                    ),
                ),
                ("name", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("provision_bp", models.PositiveIntegerField()),
                ("restructured_bp", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ageing_classes",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["from_days"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "from_days"), name="ageing_class_begins_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("provision_bp__lte", 10000), ("restructured_bp__lte", 10000)
                        ),
                        name="ageing_class_sets_aside_at_most_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=80)),
                ("review_on", models.DateField(null=True)),
                (
                    "adviser",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans_advised",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "loan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card",
                        to="agreements.loan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["adviser", "review_on"], name="loan_card_by_adviser")
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("key", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="agreements.loan",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "key"), name="loan_note_is_written_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("state", models.CharField(max_length=12)),
                ("principal_minor", models.BigIntegerField()),
                ("overdue_minor", models.BigIntegerField(help_text="All that was due and unpaid.")),
                ("days_late", models.PositiveIntegerField()),
                (
                    "accrued_minor",
                    models.BigIntegerField(help_text="Interest that ran and was not due yet."),
                ),
                (
                    "late_minor",
                    models.BigIntegerField(
                        default=0, help_text="Late interest that ran and is unpaid."
                    ),
                ),
                ("provision_minor", models.BigIntegerField()),
                ("is_restructured", models.BooleanField()),
                (
                    "loan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_ends",
                        to="agreements.loan",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "loan"],
                "indexes": [models.Index(fields=["day"], name="month_end_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("loan", "day"), name="month_end_is_seen_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NightStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        help_text="It begins when all before are done."
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "after_loan",
                    models.BigIntegerField(default=0, help_text="The range begins after this id."),
                ),
                (
                    "until_loan",
                    models.BigIntegerField(default=0, help_text="And ends with this one."),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("seconds", models.FloatField(default=0)),
                ("counts", models.JSONField(default=dict, help_text="How many, by organisation.")),
                (
                    "refused",
                    models.JSONField(
                        default=list,
                        help_text="What could not be done: organisation, reference, and why.",
                    ),
                ),
                (
                    "night",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="servicing.night",
                    ),
                ),
            ],
            options={
                "ordering": ["stage", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["night", "stage"],
                        name="night_step_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("night", "name", "after_loan"), name="night_step_is_planned_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortfolioDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "from_days",
                    models.PositiveSmallIntegerField(help_text="The class, by its lowest day."),
                ),
                ("is_restructured", models.BooleanField()),
                ("loans", models.PositiveIntegerField()),
                ("principal_minor", models.BigIntegerField()),
                ("overdue_minor", models.BigIntegerField()),
                ("provision_minor", models.BigIntegerField()),
                (
                    "scope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portfolio_days",
                        to="people.scope",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "scope", "from_days"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "scope", "currency", "from_days", "is_restructured"),
                        name="portfolio_day_is_seen_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("pay_on", models.DateField()),
                ("promised_on", models.DateField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("key", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
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
            ],
            options={
                "ordering": ["-pay_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "key"), name="promise_is_recorded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="promise_is_for_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "due_day_counts",
                    models.BooleanField(
                        default=False,
                        help_text="Whether the due day itself is the first day past due.",
                    ),
                ),
                ("tolerance_minor", models.BigIntegerField(default=0)),
                (
                    "restructured_at_risk",
                    models.BooleanField(
                        default=True,
                        help_text="Whether loans whose plan was eased count as at risk.",
                    ),
                ),
                ("notice_days_before", models.PositiveSmallIntegerField(default=14)),
                (
                    "reminder_days",
                    models.JSONField(default=list, help_text="Days past due, rising."),
                ),
                (
                    "demand_days",
                    models.PositiveSmallIntegerField(
                        help_text="Days past due of the collection demand; None: never by itself.",
                        null=True,
                    ),
                ),
                (
                    "charges_fees",
                    models.BooleanField(
                        default=False,
                        help_text="Whether a reminder and a demand cost their fee by themselves.",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        help_text="In whose name fees are charged by themselves.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="servicing_rule",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tolerance_minor__gte", 0)),
                        name="servicing_tolerance_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("charges_fees", False), ("decided_by__isnull", False), _connector="OR"
                        ),
                        name="servicing_fees_are_charged_in_a_name",
                    ),
                ],
            },
        ),
    ]
