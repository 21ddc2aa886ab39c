# SPDX-License-Identifier: Apache-2.0
"""Finds whether an entry is left whose targets were keyed before the ring of this node had a key of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deconfliction", "0005_pointed")]
    operations = [
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["ring"], condition=models.Q(ring=""), name="deconf_former"),
        ),
    ]
