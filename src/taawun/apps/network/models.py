# SPDX-License-Identifier: Apache-2.0
"""Storage of the network: only the reasons for which protected persons were once included (spec §80.31).

Links themselves are never stored. They are found anew, for one officer and one purpose, whenever they are shown.
"""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id

REASON_CHARACTERS = 2_000
SLUG_CHARACTERS = 80


class Inclusion(models.Model):
    """Why an officer looked at links of victims, witnesses or minors too, from one record, for one purpose."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    start = models.CharField(max_length=ID_CHARACTERS)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    created = models.DateTimeField()

    class Meta:
        ordering = ("-created", "-id")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="network_inclusion_reason"),
            models.CheckConstraint(condition=~models.Q(officer_id=""), name="network_inclusion_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.id}"
