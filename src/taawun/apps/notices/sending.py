# SPDX-License-Identifier: Apache-2.0
"""Sending a notice: by SMTP, and by a signed webhook of the ministry. A failure is noted and tried again.

The operator says where mail and webhook go; an officer only says whether. The signature is an HMAC-SHA256 over the
time and the body under the secret in keys/webhook.secret; the password of the mail server is keys/mail.secret.
"""

import hashlib
import hmac
import json
import smtplib
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from taawun.apps.notices import writing
from taawun.apps.notices.counting import Waiting
from taawun.kernel.errors import NoticeNotSent
from taawun.kernel.wire.times import to_wire

TIMEOUT: Final = 20.0
"""Seconds that a mail server or webhook may take."""
SECRET: Final = "webhook.secret"  # noqa: S105 - the name of the file, not the secret
PASSWORD: Final = "mail.secret"  # noqa: S105 - likewise
SIGNATURE: Final = "Taawun-Signature"


def may_mail() -> bool:
    """Tell whether the operator has set up mail."""
    return bool(settings.NODE.mail_server and settings.NODE.mail_from)


def may_call() -> bool:
    """Tell whether the operator has set up a webhook and its secret."""
    return bool(settings.NODE.webhook_url) and _file(SECRET).exists()


def mail(to: str, found: Waiting, language: str) -> None:
    """Send a mail.

    Raises:
        NoticeNotSent: the server does not take it.
    """
    host, _, port = settings.NODE.mail_server.rpartition(":")
    secret = _file(PASSWORD)
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=host, port=int(port), timeout=TIMEOUT,
        use_tls=settings.NODE.mail_security == "starttls", use_ssl=settings.NODE.mail_security == "tls",
        username=settings.NODE.mail_from if secret.exists() else "",
        password=secret.read_text(encoding="utf-8").strip() if secret.exists() else "",
    )  # fmt: skip
    subject, body = writing.subject(found, language), writing.body(found, language)
    message = EmailMessage(subject, body, settings.NODE.mail_from, [to], connection=connection)
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise NoticeNotSent(type(error).__name__) from None


def call(reference: str, found: Waiting, at: datetime) -> None:
    """Post how much waits to the webhook. `reference` is the officer's identifier, never a name.

    Raises:
        NoticeNotSent: it does not answer with success.
    """
    said = {"type": "taawun.waiting/1", "party": settings.TAAWUN_PARTY, "officer": reference, "waiting": found.said()}
    body = json.dumps(said, sort_keys=True).encode("ascii")
    headers = {"Content-Type": "application/json", SIGNATURE: signature(body, to_wire(at))}
    try:
        answer = httpx.post(settings.NODE.webhook_url, content=body, headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError as error:
        raise NoticeNotSent(type(error).__name__) from None
    if not answer.is_success:
        raise NoticeNotSent(str(answer.status_code))


def signature(body: bytes, at: str) -> str:
    """Return the signature of a body at a moment, as the header carries it."""
    secret = _file(SECRET).read_bytes().strip()
    return f"t={at},v1={hmac.new(secret, at.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def _file(name: str) -> Path:
    return Path(settings.NODE.keys) / name
