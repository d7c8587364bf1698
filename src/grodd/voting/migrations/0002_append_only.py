from django.db import migrations

from grodd.base.immutability import append_only


class Migration(migrations.Migration):
    dependencies = [("voting", "0001_first_tables")]
    operations = [
        append_only("voting_exclusion"),
        append_only("voting_participation"),
        append_only("voting_countedballot"),
        append_only("voting_opening"),
        append_only("voting_result"),
        append_only("voting_explanation"),
    ]
