from django.db import migrations

from grodd.base.immutability import append_only


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_first_tables")]
    operations = [
        append_only("decisions_fasttrack"),
        append_only("decisions_minutes"),
    ]
