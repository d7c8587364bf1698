import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from grodd.base.immutability import append_only

FILL = """UPDATE agreements_agreement SET recipient_id = (
    SELECT owner_id FROM applications_application
    WHERE applications_application.id = agreements_agreement.application_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_follows_the_reference_rate"),
        ("base", "0003_digests_and_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="recipient",
            field=models.ForeignKey(
                help_text="Who receives, and owes: first who applied, then whoever took it over.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements_received",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="agreement",
            name="recipient",
            field=models.ForeignKey(
                help_text="Who receives, and owes: first who applied, then whoever took it over.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements_received",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Takeover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("content", models.JSONField(help_text="The document, by language.")),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_reason", models.TextField(blank=True)),
                (
                    "keeps",
                    models.ManyToManyField(
                        help_text="What stays behind the loan, if those who gave it agree; the rest is released.",
                        related_name="takeovers",
                        to="agreements.security",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeovers",
                        to="agreements.loan",
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans_taken_over",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans_given_over",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("loan",),
                        name="loan_is_taken_over_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="loan_is_taken_over_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("state", "done")),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("done_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="takeover_is_done_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TakeoverConsent",
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
                        choices=[("old", "Old"), ("new", "New"), ("security", "Security")],
                        max_length=8,
                    ),
                ),
                ("content_sha256", models.CharField(max_length=64)),
                ("agreed_at", models.DateTimeField()),
                (
                    "paper",
                    models.ForeignKey(
                        help_text="None: signed in. Several can sign one paper.",
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
                        related_name="takeover_consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "security",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeover_consents",
                        to="agreements.security",
                    ),
                ),
                (
                    "takeover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="agreements.takeover",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("security__isnull", True)),
                        fields=("takeover", "party"),
                        name="borrower_agrees_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("security__isnull", False)),
                        fields=("takeover", "security"),
                        name="guarantor_agrees_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paper__isnull", False),
                                ("party", "security"),
                                ("security__isnull", False),
                            ),
                            models.Q(
                                models.Q(("party", "security"), _negated=True),
                                ("security__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="guarantor_agrees_on_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interruption",
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
                            ("letter", "Letter"),
                            ("demand", "Demand"),
                            ("acknowledgement", "Acknowledgement"),
                            ("court", "Court"),
                            ("taken_back", "Taken Back"),
                        ],
                        max_length=15,
                    ),
                ),
                ("day", models.DateField(help_text="When it reached the borrower.")),
                ("note", models.TextField(blank=True)),
                ("content", models.JSONField(default=dict, help_text="The letter, by language.")),
                ("key", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interruptions",
                        to="agreements.loan",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        help_text="None: the nightly run.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="agreements.interruption",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "key"), name="interruption_is_told_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "taken_back"), ("takes_back__isnull", False)),
                            models.Q(
                                models.Q(("kind", "taken_back"), _negated=True),
                                ("takes_back__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="interruption_takes_back_if_it_says_so",
                    ),
                ],
            },
        ),
        append_only("agreements_takeoverconsent"),
        append_only("agreements_interruption"),
    ]
