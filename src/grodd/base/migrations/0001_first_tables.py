import uuid

import django.db.models.deletion
from django.db import migrations, models

import grodd.base.translated


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("actor", models.CharField(max_length=64)),
                ("space", models.BigIntegerField(db_index=True, null=True)),
                ("action", models.CharField(max_length=80)),
                ("subject", models.CharField(db_index=True, max_length=80)),
                ("facts", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size_bytes", models.BigIntegerField()),
                ("space", models.BigIntegerField(null=True)),
                ("stored_by", models.CharField(max_length=64)),
                ("stored_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DatedRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("key", models.SlugField(max_length=60)),
                ("valid_from", models.DateField()),
                (
                    "value",
                    models.BigIntegerField(
                        help_text="In the unit that the key names: _bp, _minor, _days."
                    ),
                ),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "key", "valid_from"), name="dated_rule_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lifecycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", grodd.base.translated.TranslatedField(blank=True, default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "version"), name="lifecycle_version_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=120)),
                ("recipient", models.CharField(max_length=254)),
                ("channel", models.CharField(default="mail", max_length=20)),
                ("template", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("space", models.BigIntegerField(db_index=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("send_after", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "send_after"], name="outbox_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "recipient", "channel"),
                        name="outbox_tells_each_person_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Phase",
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
                            ("draft", "Draft"),
                            ("screening", "Screening"),
                            ("assessment", "Assessment"),
                            ("decision", "Decision"),
                            ("agreement", "Agreement"),
                            ("active", "Active"),
                            ("completed", "Completed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("label", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "lifecycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phases",
                        to="base.lifecycle",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("lifecycle", "key"), name="phase_key_is_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("label", grodd.base.translated.TranslatedField(blank=True, default=dict)),
                ("roles", models.JSONField(default=list)),
                ("guard", models.CharField(blank=True, max_length=60)),
                (
                    "lifecycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="base.lifecycle",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="base.phase",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="base.phase",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lifecycle", "key", "source"),
                        name="transition_key_is_unique_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="transition_goes_somewhere_else",
                    ),
                ],
            },
        ),
    ]
