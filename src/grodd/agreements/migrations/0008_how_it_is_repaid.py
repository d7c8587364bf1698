from django.db import migrations, models

import grodd.programmes.models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0007_rows_that_fall_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="loan",
            name="every",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="Units between instalments."
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="payment_rules",
            field=models.JSONField(
                default=grodd.programmes.models.usual_payment_rules,
                help_text="As agreed; see engines.life.PaymentRules.",
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="unit",
            field=models.CharField(
                choices=[
                    ("days", "days"),
                    ("weeks", "weeks"),
                    ("months", "months"),
                    ("quarters", "quarters"),
                    ("years", "years"),
                ],
                default="months",
                max_length=8,
            ),
        ),
    ]
