# SPDX-License-Identifier: Apache-2.0
"""Objects come as files too, under the name of whoever gave them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("taxii", "0005_kept")]
    operations = [
        migrations.AlterField(
            "server",
            "way",
            models.CharField(max_length=4, choices=[("poll", "poll"), ("push", "push"), ("file", "file")]),
        )
    ]
