# SPDX-License-Identifier: Apache-2.0
"""Two nodes of django-pyas2 on this machine; runs in `.bench/peers` and prints one JSON object.

    as2_nodes.py FOLDER SECONDS      both nodes: keys, databases, the receiver under gunicorn, and the measurement

Each node is Django on SQLite with the settings that ours has (WAL, every commit on disk), which is kinder to it
than its own. The sender does what its command `sendas2message` does, in threads that keep their connections.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import django
from django.conf import settings

THREADS = 4
WARM_UP = 2.0
PAYLOAD = ("Weighed twice before a witness; samples went to the laboratory under seal. " * 60).encode()[:4096]
FOLDER = Path(os.environ.get("AS2_FOLDER", "."))
urlpatterns: list = []


def configure(name: str) -> None:
    settings.configure(
        SECRET_KEY="as2", ROOT_URLCONF="as2_nodes", ALLOWED_HOSTS=["*"], DEBUG=False, USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "pyas2"], MIDDLEWARE=[],
        MEDIA_ROOT=str(FOLDER / name), DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        LOGGING={"version": 1, "disable_existing_loggers": True},
        DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / f"{name}.sqlite3"), "CONN_MAX_AGE": None,
            "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE",
                        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
        }},
    )  # fmt: skip
    django.setup()


def keys(name: str) -> "tuple[bytes, bytes]":
    """Return a private key with its certificate (PKCS#12) and the certificate (PEM)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    certificate = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
    signed = certificate.sign(key, hashes.SHA256())
    protection = serialization.BestAvailableEncryption(b"as2")
    private = serialization.pkcs12.serialize_key_and_certificates(name.encode(), key, signed, None, protection)
    return private, signed.public_bytes(serialization.Encoding.PEM)


def fill(us: str, them: str, port: int) -> None:
    """Make the tables of one node and tell it about itself and the other."""
    from django.core.management import call_command
    from pyas2 import models

    call_command("migrate", verbosity=0)
    private, other = ((FOLDER / f"{us}.p12").read_bytes(), (FOLDER / f"{them}.pem").read_bytes())
    own = models.PrivateKey.objects.create(name=us, key=private, key_pass="as2")
    certificate = models.PublicCertificate.objects.create(name=them, certificate=other, verify_cert=False)
    models.Organization.objects.create(name=us, as2_name=us, encryption_key=own, signature_key=own)
    models.Partner.objects.create(
        name=them, as2_name=them, target_url=f"http://127.0.0.1:{port}/pyas2/as2receive", subject="record",
        content_type="application/json", encryption="aes_256_cbc", encryption_cert=certificate, signature="sha256",
        signature_cert=certificate, mdn=True, mdn_mode="SYNC", mdn_sign="sha256",
    )  # fmt: skip


def send(organization: object, partner: object, number: int) -> str:
    """Do what `sendas2message` does with one file, and return the state of the message."""
    from pyas2.models import Message
    from pyas2lib import Message as As2Message

    built = As2Message(sender=organization.as2org, receiver=partner.as2partner)
    built.build(PAYLOAD, filename=f"{number}.json", subject=partner.subject, content_type=partner.content_type,
                disposition_notification_to="no-reply@pyas2.com")  # fmt: skip
    message, _ = Message.objects.create_from_as2message(
        as2message=built, payload=PAYLOAD, filename=f"{number}.json", direction="OUT", status="P"
    )
    message.send_message(built.headers, built.content)
    return str(message.status)


def client(end: float, begin: float, waits: list, bad: list) -> None:
    from django.db import connection
    from pyas2.models import Organization, Partner

    number = 0
    while time.monotonic() < end:
        start, number = time.monotonic(), number + 1
        state = send(Organization.objects.get(), Partner.objects.get(), number)
        if state != "S":
            bad.append(state)
        elif begin <= time.monotonic() < end:
            waits.append(time.monotonic() - start)
    connection.close()


def measure(seconds: float, threads: int) -> "tuple[float, float]":
    begin = time.monotonic() + WARM_UP
    waits: list = []
    bad: list = []
    end = begin + seconds
    clients = [threading.Thread(target=client, args=(end, begin, waits, bad)) for _ in range(threads)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    if bad or not waits:
        raise SystemExit(f"{len(bad)} messages were not processed")
    return len(waits) / seconds, median(waits) * 1_000


def main() -> None:
    seconds, port = max(float(sys.argv[2]), 12.0), free_port()  # a message takes a third of a second
    for name in ("sender", "receiver"):
        private, certificate = keys(name)
        (FOLDER / f"{name}.p12").write_bytes(private)
        (FOLDER / f"{name}.pem").write_bytes(certificate)
    receiver = serve(port)
    try:
        configure("sender")
        fill("sender", "receiver", port)
        one, many = measure(seconds / 2, 1), measure(seconds / 2, THREADS)
    finally:
        receiver.terminate()
        receiver.wait(30)
    note = (
        f"two nodes over HTTP, RSA-2048 and SHA-256, AES-256, signed MDN, SQLite with commits on disk: {one[0]:.1f}/s"
        f" with one client (p50 {one[1]:.0f} ms), {many[0]:.1f}/s with {THREADS} (p50 {many[1]:.0f} ms); the better"
        " counts; it sends each message by itself, has no batches, no release and no ledger"
    )
    print(json.dumps({"rate": round(max(one[0], many[0]), 1), "note": note}))


def serve(port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", str(THREADS), "--log-level", "error",
               "-b", f"127.0.0.1:{port}", "as2_nodes:receiver()"]  # fmt: skip
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parent), "AS2_PORT": str(port)}
    process = subprocess.Popen(command, env=environ)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise SystemExit("the receiver does not listen")


def receiver() -> object:
    """Return the receiving node for gunicorn, its tables made first."""
    from django.core.wsgi import get_wsgi_application

    configure("receiver")
    fill("receiver", "sender", 1)
    from django.urls import include, path

    urlpatterns[:] = [path("pyas2/", include("pyas2.urls"))]
    return get_wsgi_application()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    os.environ["AS2_FOLDER"] = sys.argv[1]
    FOLDER = Path(sys.argv[1])
    sys.modules["as2_nodes"] = sys.modules["__main__"]
    main()
