# SPDX-License-Identifier: Apache-2.0
"""Loads the script that asks the browser for a passkey. It is served as it is written: no Node is needed to sign in."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def passkey_script() -> SafeString:
    """Load the script as a module: after the page is read, and only from this node."""
    return format_html('<script type="module" src="{}"></script>', static("sign_in/passkey.js"))
