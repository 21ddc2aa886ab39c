# SPDX-License-Identifier: Apache-2.0
"""What an assessor looked at. A finding from before this says nothing of it, and is made again (spec §60.7)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_tasks_ended")]
    operations = [
        migrations.AddField(model_name=name, name="covers", field=models.JSONField(null=True))
        for name in ("assessment", "reassessment", "assurancefinding")
    ]
