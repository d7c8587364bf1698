from django.db import migrations

from grodd.base.immutability import append_only


class Migration(migrations.Migration):
    dependencies = [("servicing", "0001_first_tables")]
    operations = [
        append_only("servicing_loannote"),
        append_only("servicing_monthend"),
    ]
