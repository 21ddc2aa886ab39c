# SPDX-License-Identifier: Apache-2.0
"""A release may be about many objects: each stands beside it, with the digest of what is released of it (spec §80.26)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_listing'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleasedObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('release', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='objects_released', to='exchange.release')),
            ],
            options={
                'indexes': [models.Index(fields=['object_id'], name='exchange_releasedobject_of')],
                'constraints': [models.UniqueConstraint(fields=('release', 'object_id'), name='exchange_releasedobject_once')],
            },
        ),
    ]
