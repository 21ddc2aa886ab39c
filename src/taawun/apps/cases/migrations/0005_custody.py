# SPDX-License-Identifier: Apache-2.0
"""A link of custody keeps from whom the item came, and its seal: all that its digest commits to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_arrivals")]
    operations = [
        migrations.AddField("custody", "giver", models.CharField(blank=True, default="", max_length=20_000)),
        migrations.AddField("custody", "seal", models.CharField(blank=True, default="", max_length=200)),
    ]
