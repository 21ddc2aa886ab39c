# SPDX-License-Identifier: Apache-2.0
"""The last day for a first answer to a request for consent (spec §80.25f)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0007_exercises")]
    operations = [
        migrations.AddField(model_name="consentrequest", name="by", field=models.DateField(null=True)),
    ]
