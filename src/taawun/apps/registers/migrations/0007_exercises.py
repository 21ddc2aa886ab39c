# SPDX-License-Identifier: Apache-2.0
"""Which records were made up for an exercise, with the trigger that keeps it so (spec §88.2)."""

from django.db import migrations, models
from django.db.models import Q

from taawun.apps.registers.guards import EXERCISE_GUARD
from taawun.apps.triggers import Statements


class Migration(migrations.Migration):
    dependencies = [("registers", "0006_consents")]
    operations = [
        migrations.AddField(
            model_name="record", name="exercise", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["type", "-updated", "-id"], condition=Q(exercise=True), name="registers_record_exercise"
            ),
        ),
        Statements(EXERCISE_GUARD.migrate_forward, EXERCISE_GUARD.migrate_back),
    ]
