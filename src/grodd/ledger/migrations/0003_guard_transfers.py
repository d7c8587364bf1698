from django.db import migrations

from grodd.base.immutability import OnDatabase
from grodd.ledger.soundness import guard_rows, unguard


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [OnDatabase(guard_rows, unguard)]
