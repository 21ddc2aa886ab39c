# SPDX-License-Identifier: Apache-2.0

import django.db.models.deletion
import taawun.apps.ids
import taawun.apps.people.roles
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=2)),
                ('code', models.SlugField(db_index=False, max_length=80)),
                ('title_en', models.CharField(max_length=200)),
                ('title_ar', models.CharField(max_length=200)),
                ('title_ur', models.CharField(max_length=200)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('party', 'code'),
                'constraints': [models.UniqueConstraint(fields=('party', 'code'), name='people_authority_one_code')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.CharField(default=taawun.apps.ids.new_id, editable=False, max_length=36, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=150, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('language', models.CharField(choices=[('en', 'English'), ('ar', 'العربية'), ('ur', 'اردو')], default='en', max_length=2)),
                ('time_zone', models.CharField(default='UTC', max_length=64)),
                ('active', models.BooleanField(default=True)),
                ('created', models.DateTimeField()),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='people.authority')),
            ],
            options={
                'ordering': ('username',),
            },
        ),
        migrations.CreateModel(
            name='NodeKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_id', models.CharField(max_length=80, unique=True)),
                ('algorithm', models.CharField(max_length=40)),
                ('public', models.BinaryField()),
                ('uri', models.CharField(max_length=200)),
                ('created', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('holder', models.SlugField(db_index=False, max_length=80)),
                ('purpose', models.CharField(choices=[('roster', 'roster'), ('node', 'node'), ('ledger', 'ledger'), ('seal', 'seal')], max_length=20)),
            ],
            options={
                'indexes': [models.Index(fields=['purpose', 'algorithm', 'created'], name='people_nodekey_for')],
            },
        ),
        migrations.CreateModel(
            name='OfficerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_id', models.CharField(max_length=80, unique=True)),
                ('algorithm', models.CharField(max_length=40)),
                ('public', models.BinaryField()),
                ('uri', models.CharField(max_length=200)),
                ('created', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('wrapped', models.BinaryField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['officer', 'algorithm', 'created'], name='people_officerkey_of')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=taawun.apps.people.roles.choices, max_length=80)),
                ('granted_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.authority')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('officer', 'role', 'authority'), name='people_role_held_once'), models.CheckConstraint(condition=models.Q(('role', ''), _negated=True), name='people_role_named')],
            },
        ),
    ]
