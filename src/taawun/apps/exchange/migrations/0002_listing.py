# SPDX-License-Identifier: Apache-2.0
"""Indexes of what lists and the status page show first, so that they cost the same on a large node."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='outenvelope',
            index=models.Index(condition=models.Q(('state__in', ('delivered', 'rejected'))), fields=['peer', 'state'], name='exchange_out_unsettled'),
        ),
        migrations.AddIndex(
            model_name='release',
            index=models.Index(fields=['-created', '-id'], name='exchange_release_newest'),
        ),
    ]
