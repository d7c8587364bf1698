from django.db import migrations

from grodd.base.immutability import append_only


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_first_tables")]
    operations = [
        append_only("agreements_acceptance"),
        append_only("agreements_spending"),
        append_only("agreements_scheduleline"),
        append_only("agreements_loanevent"),
        append_only("agreements_planversion"),
        append_only("agreements_loanbooking"),
        append_only("agreements_allocation"),
    ]
