# SPDX-License-Identifier: Apache-2.0
"""The addresses of calendar feeds: of each the digest of its secret, never the secret (spec §80.115)."""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id


class Feed(models.Model):
    """One address at which an officer's calendar of meetings is read, until it is taken back."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS, db_index=True)
    authority = models.CharField(max_length=80)
    created = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    read = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return self.id
