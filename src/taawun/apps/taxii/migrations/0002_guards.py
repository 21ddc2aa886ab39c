# SPDX-License-Identifier: Apache-2.0
"""Keeps the bytes of objects as they came."""

from django.db import migrations

from taawun.apps.taxii.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("taxii", "0001_initial")]
    operations = [GUARD.migration()]
