# SPDX-License-Identifier: Apache-2.0
"""Orders the columns of the indexes so that a POST and a page cost what they carry, and not what is held."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("taxii", "0002_guards")]
    operations = [
        migrations.AddConstraint(
            "object",
            models.UniqueConstraint(
                fields=("collection", "owner", "stix", "version"), condition=Q(gone=None), name="taxii_object_held"
            ),
        ),
        migrations.RemoveConstraint("object", "taxii_object_once"),
        migrations.AddIndex(
            "object",
            models.Index(fields=("collection", "owner", "added"), condition=Q(gone=None), name="taxii_object_in_order"),
        ),
        migrations.RemoveIndex("object", "taxii_object_page"),
    ]
