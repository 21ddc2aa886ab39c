# SPDX-License-Identifier: Apache-2.0
"""An assurance may have come in a move of the other side; it names that move."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_custody")]
    operations = [
        migrations.AddField("assurance", "move", models.CharField(blank=True, default="", max_length=64)),
    ]
