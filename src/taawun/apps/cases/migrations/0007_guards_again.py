# SPDX-License-Identifier: Apache-2.0
"""SQLite rebuilt the tables of custody and assurances for their new columns, without their triggers."""

from typing import Any

from django.db import migrations

from taawun.apps.cases.guards import GUARD


def renew(_apps: Any, schema_editor: Any) -> None:
    """Put every trigger in place anew."""
    GUARD.unsafe_remove(schema_editor.connection)
    GUARD.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_offered_assurances")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
