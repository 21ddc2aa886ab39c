# SPDX-License-Identifier: Apache-2.0
"""Sign-in as a Django app."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Signing in; its rows are those of django-allauth and django-axes."""

    name = "taawun.apps.sign_in"
    label = "sign_in"

    def ready(self) -> None:
        """Listen to signing in and out."""
        from taawun.apps.sign_in import signals  # noqa: F401  # importing connects them
