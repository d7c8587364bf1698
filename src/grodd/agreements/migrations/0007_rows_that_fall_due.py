import django.db.models.deletion
from django.db import migrations, models

from grodd.agreements.soundness import guard_bookings, unguard_bookings
from grodd.base.immutability import OnDatabase, append_only


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0006_claims"),
        ("ledger", "0004_fewer_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="loanbooking",
            name="cause",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.loanevent",
            ),
        ),
        migrations.AlterField(
            model_name="loanbooking",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="agreements.loanevent",
            ),
        ),
        migrations.AlterField(
            model_name="loanbooking",
            name="loan",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="agreements.loan",
            ),
        ),
        migrations.AlterField(
            model_name="scheduleline",
            name="loan",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schedule_lines",
                to="agreements.loan",
            ),
        ),
        migrations.AddIndex(
            model_name="loanbooking",
            index=models.Index(
                condition=models.Q(("event__isnull", False)),
                fields=["event"],
                name="loan_booking_by_event",
            ),
        ),
        migrations.AddIndex(
            model_name="scheduleline",
            index=models.Index(fields=["due_on", "loan"], name="schedule_line_by_due"),
        ),
        migrations.AddIndex(
            model_name="loanevent",
            index=models.Index(
                condition=models.Q(("kind__in", ("to_balance", "aside", "termination"))),
                fields=["loan"],
                name="loan_event_lives_by_itself",
            ),
        ),
        # SQLite made these tables anew.
        append_only("agreements_scheduleline"),
        append_only("agreements_loanbooking"),
        OnDatabase(guard_bookings, unguard_bookings),
    ]
