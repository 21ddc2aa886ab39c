# SPDX-License-Identifier: Apache-2.0
"""Counts how many bytes of each client are kept."""

from typing import Any

from django.db import migrations, models
from django.db.models import Sum
from django.db.models.functions import Length


def count(apps: Any, _editor: Any) -> None:
    """Count what was brought before."""
    client, found = apps.get_model("taxii", "Client"), apps.get_model("taxii", "Object")
    rows = found.objects.filter(owner__startswith="c:").values_list("owner").annotate(kept=Sum(Length("content")))
    for owner, kept in rows.order_by():
        client.objects.filter(id=owner[2:]).update(kept=kept)


class Migration(migrations.Migration):
    dependencies = [("taxii", "0004_both_specifications")]
    operations = [
        migrations.AddField("client", "kept", models.PositiveBigIntegerField(default=0)),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
