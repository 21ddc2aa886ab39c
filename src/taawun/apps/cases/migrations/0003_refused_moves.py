# SPDX-License-Identifier: Apache-2.0
"""A move of ours that the other side refused for good has a status of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_guards")]
    operations = [
        migrations.AlterField(
            model_name="sharedmove",
            name="status",
            field=models.CharField(
                choices=[
                    ("applied", "applied"),
                    ("void", "void"),
                    ("waiting", "waiting"),
                    ("refused", "refused"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
    ]
