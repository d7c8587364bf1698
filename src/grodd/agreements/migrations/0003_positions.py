import django.db.models.deletion
from django.db import migrations, models

import grodd.base.row_key


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoanPosition",
            fields=[
                (
                    "loan",
                    grodd.base.row_key.RowKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="position",
                        serialize=False,
                        to="agreements.loan",
                    ),
                ),
                ("day", models.DateField(help_text="All that fell due by this day is counted.")),
                (
                    "principal_minor",
                    models.BigIntegerField(help_text="All that is lent, due or not."),
                ),
                (
                    "due_principal_minor",
                    models.BigIntegerField(default=0, help_text="Due and unpaid."),
                ),
                (
                    "due_other_minor",
                    models.BigIntegerField(
                        default=0,
                        help_text="Fees, interest and fixed late interest, due and unpaid.",
                    ),
                ),
                (
                    "oldest_due_on",
                    models.DateField(help_text="None: nothing due is unpaid.", null=True),
                ),
                ("next_number", models.PositiveSmallIntegerField(null=True)),
                ("next_due_on", models.DateField(null=True)),
                (
                    "next_due_minor",
                    models.BigIntegerField(default=0, help_text="What is unpaid of the next one."),
                ),
                ("kept_minor", models.BigIntegerField(default=0)),
                ("is_restructured", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("oldest_due_on__isnull", False)),
                        fields=["oldest_due_on", "loan"],
                        name="loan_position_by_oldest_due",
                    ),
                ],
            },
        ),
    ]
