# SPDX-License-Identifier: Apache-2.0
"""Links to what Node built. A name that was not built gives an empty text, so that a page works without it.

A page that needs one more script says `{% load assets %}{% block scripts %}{% script "map.js" %}{% endblock %}`,
and `{% sheet "map.css" %}` in its block `sheets`.
"""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taawun.apps.ui import built as assets

register = template.Library()


@register.simple_tag
def built(name: str) -> str:
    """Return the address of something that Node built, or an empty text."""
    return assets.address(name)


@register.simple_tag
def script(name: str) -> SafeString | str:
    """Load a script as a module: after the page is read, and only from this node."""
    url = assets.address(name)
    return format_html('<script type="module" src="{}"></script>', url) if url else ""


@register.simple_tag
def own_script(path: str) -> SafeString:
    """Load a script that is served as it was written, without Node, by its path under an app's static folder."""
    return format_html('<script type="module" src="{}"></script>', static(path))


@register.simple_tag
def sheet(name: str) -> SafeString | str:
    """Link a stylesheet that Node built."""
    url = assets.address(name)
    return format_html('<link rel="stylesheet" href="{}">', url) if url else ""
