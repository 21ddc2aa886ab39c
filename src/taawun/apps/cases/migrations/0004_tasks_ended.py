# SPDX-License-Identifier: Apache-2.0
"""Why a person says that a task is done which no move ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_taints")]
    operations = [
        migrations.AddField(
            model_name="task",
            name="why",
            field=models.CharField(blank=True, db_default="", default="", max_length=20000),
        ),
    ]
