# SPDX-License-Identifier: Apache-2.0
"""Which record says what a nomination came to (spec §80.94)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("police_training", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("case_id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("record", models.CharField(max_length=36)),
            ],
        ),
    ]
