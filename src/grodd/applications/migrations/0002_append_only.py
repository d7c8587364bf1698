from django.db import migrations

from grodd.base.immutability import append_only


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_first_tables")]
    operations = [
        append_only("applications_submission"),
    ]
