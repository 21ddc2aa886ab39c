# SPDX-License-Identifier: Apache-2.0
"""Which move pointed a conflict out: the other node may find several with one entry (spec §87.8)."""

from django.db import migrations, models

from taawun.apps.triggers import Statements
from taawun.sectors.deconfliction.guards import GUARD, SECOND


class Migration(migrations.Migration):
    dependencies = [("deconfliction", "0004_clock")]
    operations = [
        Statements(SECOND.migrate_back, SECOND.migrate_forward),
        migrations.AddField(
            model_name="conflict", name="move", field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                condition=~models.Q(move=""), fields=("move",), name="deconf_pointed_once"
            ),
        ),
        GUARD.migration(),
    ]
