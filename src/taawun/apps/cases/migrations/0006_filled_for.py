# SPDX-License-Identifier: Apache-2.0
"""For what the other side had stated an element was filled here (spec §60.9)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_covers")]
    operations = [
        migrations.AddField(model_name="elementvalue", name="covers", field=models.JSONField(null=True)),
    ]
