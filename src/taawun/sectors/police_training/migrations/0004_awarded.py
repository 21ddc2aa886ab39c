# SPDX-License-Identifier: Apache-2.0
"""Of which course a badge is and whose, to be asked without reading every badge (spec §80.94)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("police_training", "0003_outcomes")]
    operations = [
        migrations.CreateModel(
            name="Awarded",
            fields=[
                (
                    "badge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="awarded",
                        serialize=False,
                        to="police_training.badge",
                    ),
                ),
                ("code", models.CharField(max_length=200)),
                ("holder", models.CharField(max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["holder", "code"], name="police_training_awarded_to")]},
        ),
    ]
