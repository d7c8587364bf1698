import django.db.models.deletion
from django.db import migrations, models

import grodd.base.translated
import grodd.programmes.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessment", "0001_first_tables"),
        ("base", "0001_first_tables"),
        ("decisions", "0001_first_tables"),
        ("ledger", "0001_first_tables"),
        ("people", "0001_first_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("internal_innovation", "Internal Innovation"),
                            ("social_fund", "Social Fund"),
                        ],
                        max_length=30,
                    ),
                ),
                ("name", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("purpose", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="decisions.body",
                    ),
                ),
                (
                    "lifecycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="base.lifecycle",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="people.organisation",
                    ),
                ),
                (
                    "scope",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme",
                        to="people.scope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("agreement", "Agreement"),
                            ("reminder", "Reminder"),
                            ("thanks_stopped", "Thanks Stopped"),
                            ("thanks_completed", "Thanks Completed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("subject", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("body", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("frozen_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "kind", "version"), name="letter_version_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("frozen_at", models.DateTimeField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("amount_min_minor", models.BigIntegerField()),
                ("amount_max_minor", models.BigIntegerField()),
                ("hours_max", models.PositiveIntegerField(default=0)),
                ("months_min", models.PositiveSmallIntegerField()),
                ("months_max", models.PositiveSmallIntegerField()),
                (
                    "who_may_apply",
                    models.CharField(
                        choices=[("members", "Members"), ("anyone", "Anyone")], max_length=10
                    ),
                ),
                ("instruments", models.JSONField(default=list)),
                ("goals", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("receipt_above_minor", models.BigIntegerField(default=50000)),
                ("check_in_every_days", models.PositiveSmallIntegerField(default=30)),
                ("remind_days_before", models.PositiveSmallIntegerField(default=3)),
                (
                    "remind_late_days",
                    models.JSONField(
                        default=grodd.programmes.models.late_days,
                        help_text="Days after a check-in was due, rising.",
                    ),
                ),
                ("loan_rate_bp", models.PositiveIntegerField(default=0)),
                (
                    "loan_schedule",
                    models.CharField(
                        choices=[("straight", "Straight"), ("annuity", "Annuity")],
                        default="straight",
                        max_length=10,
                    ),
                ),
                ("loan_grace_months_max", models.PositiveSmallIntegerField(default=0)),
                ("loan_fee_minor", models.BigIntegerField(default=0)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frames",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "version"), name="frame_version_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_max_minor__gte", models.F("amount_min_minor")),
                            ("amount_min_minor__gte", 0),
                        ),
                        name="frame_amounts_are_a_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months_max__gte", models.F("months_min")), ("months_min__gte", 1)
                        ),
                        name="frame_months_are_a_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("name", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("frozen_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "version"), name="form_version_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Capital",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("investing", "Investing"), ("operations", "Operations")],
                        max_length=12,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("loss_share_bp", models.PositiveIntegerField(default=0)),
                ("received_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capital_given",
                        to="people.organisation",
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
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capital",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "key"), name="capital_key_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="capital_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("loss_share_bp__lte", 10000)),
                        name="capital_loss_share_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short_text", "Short Text"),
                            ("long_text", "Long Text"),
                            ("number", "Number"),
                            ("money", "Money"),
                            ("day", "Day"),
                            ("choice", "Choice"),
                            ("choices", "Choices"),
                            ("file", "File"),
                            ("budget", "Budget"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("title", "Title"),
                            ("summary", "Summary"),
                            ("amount", "Amount"),
                            ("hours", "Hours"),
                            ("months", "Months"),
                            ("theme", "Theme"),
                        ],
                        max_length=12,
                    ),
                ),
                ("label", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("help", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("easy", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("is_required", models.BooleanField(default=False)),
                (
                    "identifies",
                    models.BooleanField(default=False, help_text="Hidden in blind assessment."),
                ),
                ("length_max", models.PositiveIntegerField(blank=True, null=True)),
                ("options", models.JSONField(blank=True, default=list)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="programmes.form",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "key"), name="question_key_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("meaning", ""), _negated=True),
                        fields=("form", "meaning"),
                        name="question_meaning_is_asked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=80, unique=True)),
                ("name", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("description", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("opens_at", models.DateTimeField(null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("budget_minor", models.BigIntegerField()),
                ("budget_hours", models.PositiveIntegerField(default=0)),
                ("committed_minor", models.BigIntegerField(default=0)),
                ("committed_hours", models.PositiveIntegerField(default=0)),
                ("is_blind", models.BooleanField(default=True)),
                ("reviews_needed", models.PositiveSmallIntegerField(default=2)),
                ("published_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("next_number", models.PositiveIntegerField(default=1)),
                (
                    "criteria_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="assessment.criteriaset",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="programmes.form",
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="programmes.frame",
                    ),
                ),
                ("letters", models.ManyToManyField(related_name="rounds", to="programmes.letter")),
                (
                    "lifecycle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="base.lifecycle",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_minor__gte", 0),
                            ("committed_minor__lte", models.F("budget_minor")),
                        ),
                        name="round_money_is_not_over_committed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed_hours__lte", models.F("budget_hours"))),
                        name="round_hours_are_not_over_committed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at__isnull", True),
                            ("closes_at__gt", models.F("opens_at")),
                            _connector="OR",
                        ),
                        name="round_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            models.Q(
                                ("criteria_set__isnull", False),
                                ("form__isnull", False),
                                ("frame__isnull", False),
                                ("lifecycle__isnull", False),
                                ("opens_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="round_is_whole_when_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundCommitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("amount_minor", models.BigIntegerField()),
                ("hours", models.PositiveIntegerField(default=0)),
                ("committed_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="programmes.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)),
                        name="commitment_is_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("label", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("is_retired", models.BooleanField(default=False)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="themes",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "key"), name="theme_key_is_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("text", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("answer_needed", models.BooleanField(default=True)),
                ("why", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="eligibility_questions",
                        to="programmes.frame",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("frame", "key"), name="eligibility_key_is_unique"
                    )
                ],
            },
        ),
    ]
