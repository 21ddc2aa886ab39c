# SPDX-License-Identifier: Apache-2.0
"""The wishes of officers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("officer_id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                (
                    "every",
                    models.CharField(
                        choices=[("never", "never"), ("hour", "hour"), ("day", "day")], default="never", max_length=5
                    ),
                ),
                ("mail", models.CharField(blank=True, max_length=254)),
                ("webhook", models.BooleanField(default=False)),
                ("told", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("failed", models.CharField(blank=True, max_length=80)),
            ],
        ),
    ]
