# SPDX-License-Identifier: Apache-2.0
"""Keeps one version of an object once in each version of the specification, where it may stand in both."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("taxii", "0003_quick")]
    operations = [
        migrations.AddConstraint(
            "object",
            models.UniqueConstraint(
                fields=("collection", "owner", "stix", "version", "spec"), condition=Q(gone=None),
                name="taxii_object_kept",
            ),
        ),
        migrations.RemoveConstraint("object", "taxii_object_held"),
    ]  # fmt: skip
