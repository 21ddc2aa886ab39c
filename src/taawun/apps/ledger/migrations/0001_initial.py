# SPDX-License-Identifier: Apache-2.0
"""The tables of the ledger."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField()),
                ('note', models.BinaryField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='PeerCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=2, unique=True)),
                ('size', models.BigIntegerField(default=0)),
                ('root', models.BinaryField(default=bytes)),
                ('note', models.BinaryField(default=bytes)),
                ('at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=2)),
                ('code', models.CharField(max_length=64)),
                ('conclusive', models.BooleanField()),
                ('known_note', models.BinaryField()),
                ('offered_note', models.BinaryField()),
                ('offered_digest', models.CharField(max_length=64)),
                ('proof', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['at'], name='ledger_alert_open')],
                'constraints': [models.UniqueConstraint(fields=('party', 'offered_digest'), name='ledger_alert_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(unique=True)),
                ('kind', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('salt', models.BinaryField(null=True)),
                ('digest', models.BinaryField(null=True)),
                ('leaf', models.BinaryField()),
                ('leaf_hash', models.BinaryField()),
                ('leaf_index', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('leaf_index__isnull', True)), fields=['id'], name='ledger_entry_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('leaf_index__isnull', False)), fields=('leaf_index',), name='ledger_entry_place_once'), models.CheckConstraint(condition=models.Q(models.Q(('digest__isnull', True), ('salt__isnull', True)), models.Q(('digest__isnull', False), ('salt__isnull', False)), _connector='OR'), name='ledger_entry_erased_whole')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='ledger_head_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('width', models.PositiveSmallIntegerField()),
                ('data', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'index'), name='ledger_tile_once')],
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=2)),
                ('algorithm', models.CharField(max_length=32)),
                ('line', models.TextField()),
                ('at', models.DateTimeField()),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='ledger.checkpoint')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('checkpoint', 'party', 'algorithm'), name='ledger_cosignature_once')],
            },
        ),
    ]
