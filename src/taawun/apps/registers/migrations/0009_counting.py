# SPDX-License-Identifier: Apache-2.0
"""What decides who sees a record stands beside it, so that pages count only what their reader may see (spec §80.13)."""

from typing import Any

from django.db import migrations, models

from taawun.apps.registers.guards import EXERCISE_GUARD
from taawun.apps.triggers import Statements

SQLITE = """
    UPDATE registers_record SET (purposes, audience) = (
        SELECT ',' || (SELECT group_concat(value, ',') FROM json_each(v.marking, '$.purposes')) || ',',
        CASE json_extract(v.marking, '$.tlp')
            WHEN 'red' THEN
                ',' || (SELECT COALESCE(group_concat(value, ','), '') FROM json_each(v.marking, '$.named')) || ','
            WHEN 'amber+strict' THEN 'holder' ELSE '' END
        FROM registers_recordversion v
        WHERE v.record_id = registers_record.id AND v.number = registers_record.version
    )"""
POSTGRESQL = """
    UPDATE registers_record SET
        purposes = ',' || (SELECT string_agg(p, ',' ORDER BY p COLLATE "C")
            FROM jsonb_array_elements_text(v.marking -> 'purposes') AS p) || ',',
        audience = CASE v.marking ->> 'tlp'
            WHEN 'red' THEN ',' || (SELECT COALESCE(string_agg(n, ',' ORDER BY n COLLATE "C"), '')
                FROM jsonb_array_elements_text(COALESCE(v.marking -> 'named', '[]')) AS n) || ','
            WHEN 'amber+strict' THEN 'holder' ELSE '' END
    FROM registers_recordversion v
    WHERE v.record_id = registers_record.id AND v.number = registers_record.version"""


def fill(_apps: Any, schema_editor: Any) -> None:
    """Say of each record what its current marking says."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def keep(_apps: Any, _schema_editor: Any) -> None:
    """Leave it: going back takes the columns away."""


class Migration(migrations.Migration):
    dependencies = [("registers", "0008_consents_lapse")]
    operations = [
        Statements(EXERCISE_GUARD.migrate_back, EXERCISE_GUARD.migrate_forward),
        migrations.AddField(model_name="record", name="purposes", field=models.TextField(db_default="", default="")),
        migrations.AddField(model_name="record", name="audience", field=models.TextField(db_default="", default="")),
        Statements(fill, keep),
        Statements(EXERCISE_GUARD.migrate_forward, EXERCISE_GUARD.migrate_back),
    ]
