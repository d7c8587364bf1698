from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_positions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="scheduleline",
            index=models.Index(fields=["due_on"], name="schedule_line_by_due"),
        ),
    ]
