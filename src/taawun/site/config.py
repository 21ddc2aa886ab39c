# SPDX-License-Identifier: Apache-2.0
"""The settings of one node: one frozen class, read from `node.toml` in the node's home.

Each setting carries its unit, its default and its help, so that the file `taawun init` writes, the errors
and the page docs/reference/settings.md all say the same. Secrets are not settings: they are files of mode
0600 in the folder `keys/`.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from taawun.kernel.errors import BadSetting, NoHome
from taawun.site import checks

CONFIG_FILE: Final = "node.toml"
KEYS_FOLDER: Final = "keys"
FILES_FOLDER: Final = "files"
SECRET_FILE: Final = "session.secret"  # noqa: S105 - the name of the file, not the secret

Check = Callable[[Any], str | None]


def setting(text: str, check: Check, *, unit: str = "", default: Any = MISSING) -> Any:
    """Declare one setting: what it is for, its unit, its default and what a right value looks like."""
    return field(default=default, metadata={"help": text, "unit": unit, "check": check})


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConfig:
    """Everything an operator decides about a node; nothing else is read from the environment."""

    home: Path
    party: str = setting("The party that runs this node.", checks.party, unit="ISO 3166-1 alpha-2 code, upper case")
    name: str = setting("The node's name as officers and the other party see it.", checks.short_text)
    url: str = setting(
        "Where officers and the other party's node reach this one. Plain http is for loopback only.",
        checks.url,
        unit="URL without a path",
    )
    listen: str = setting(
        "The address the web server listens on, behind the reverse proxy.",
        checks.address,
        unit="host:port",
        default="127.0.0.1:8440",
    )
    database: str = setting(
        "The database: a file in the node's home, or a PostgreSQL server.",
        checks.database,
        unit="sqlite:NAME or postgresql://…",
        default="sqlite:db.sqlite3",
    )
    language: str = setting(
        "The language of a page before its reader has chosen one.",
        checks.language,
        unit="en, ar or ur",
        default="en",
    )
    time_zone: str = setting(
        "The zone in which times are shown and legal days are counted.",
        checks.time_zone,
        unit="IANA name",
        default="UTC",
    )
    threads: int = setting("Threads of one web server process.", checks.between(1, 64), unit="threads", default=8)
    session_minutes: int = setting(
        "How long an officer stays signed in without opening a page.",
        checks.between(5, 720),
        unit="minutes",
        default=30,
    )
    second_factor: str = setting(
        "Whether officers need a second factor. Required: whoever has none adds one before anything else.",
        checks.one_of("required", "optional"),
        unit="required or optional",
        default="required",
    )
    stretching: str = setting(
        "How dear a guess at a password or passphrase is. Light is for a rehearsal that only this machine reaches.",
        checks.one_of("full", "light"),
        unit="full or light",
        default="full",
    )
    step_up_minutes: int = setting(
        "How old the last proof of who sits here may be when an act cannot be undone or changes who may sign in.",
        checks.between(1, 120),
        unit="minutes",
        default=15,
    )
    oidc_issuer: str = setting(
        "The ministry's single sign-on (OpenID Connect), if there is one; its secret is the file keys/oidc.secret.",
        checks.url_or_empty,
        unit="URL of the issuer, or empty",
        default="",
    )
    oidc_client: str = setting(
        "Under which name the single sign-on knows this node.", checks.text_or_empty, unit="client id", default=""
    )
    oidc_claim: str = setting(
        "The claim that holds an officer's user name here. Nothing else is taken from a token.",
        checks.short_text,
        unit="name of a claim",
        default="preferred_username",
    )
    oidc_name: str = setting(
        "What the button for single sign-on calls it.", checks.short_text, default="Single sign-on"
    )
    peer_envelopes_per_minute: int = setting(
        "How many envelopes one peer may bring to one web server process before it must wait.",
        checks.between(1, 100_000_000),
        unit="envelopes a minute",
        default=600_000,
    )
    peer_mib_per_minute: int = setting(
        "How much one peer may bring to one web server process before it must wait.",
        checks.between(8, 1_000_000),
        unit="MiB a minute",
        default=8_192,
    )
    peer_held_mib: int = setting(
        "How much is held for one peer behind a gap before it must wait until the gap is filled.",
        checks.between(1, 1_000_000),
        unit="MiB",
        default=512,
    )
    mail_server: str = setting(
        "The mail server for notices without content; its password, if it wants one, is the file keys/mail.secret.",
        checks.address_or_empty,
        unit="host:port, or empty",
        default="",
    )
    mail_security: str = setting(
        "How the connection to the mail server is kept secret.",
        checks.one_of("starttls", "tls", "none"),
        unit="starttls, tls or none",
        default="starttls",
    )
    mail_from: str = setting(
        "From which address notices come.", checks.text_or_empty, unit="e-mail address, or empty", default=""
    )
    webhook_url: str = setting(
        "Where notices without content are posted, signed with the secret in keys/webhook.secret.",
        checks.url_or_empty,
        unit="https URL, or empty",
        default="",
    )
    log_level: str = setting(
        "How much is logged. A log line never holds personal data.",
        checks.log_level,
        unit="debug, info, warning or error",
        default="info",
    )

    def __post_init__(self) -> None:
        """Refuse a wrong value by the name of its setting."""
        for one in settings():
            expected = one.metadata["check"](getattr(self, one.name))
            if expected is not None:
                raise BadSetting(f"'{one.name}' in {self.home / CONFIG_FILE}: expected {expected}.")
        if self.stretching == "light" and not checks.on_this_machine(self.url, self.listen):
            raise BadSetting(f"'stretching' in {self.home / CONFIG_FILE}: expected full at any address but loopback.")

    @property
    def keys(self) -> Path:
        """Return the folder of private keys and secrets."""
        return self.home / KEYS_FOLDER

    @property
    def files(self) -> Path:
        """Return the folder of files, addressed by their content."""
        return self.home / FILES_FOLDER

    @property
    def secure(self) -> bool:
        """Return whether officers reach this node over TLS."""
        return self.url.startswith("https://")


def settings() -> tuple[Field[Any], ...]:
    """Return the declared settings, in the order of the file."""
    return tuple(one for one in fields(NodeConfig) if "help" in one.metadata)


def find_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the node's home, which the environment names in TAAWUN_HOME."""
    named = environ.get("TAAWUN_HOME", "")
    if not named:
        raise NoHome("Set TAAWUN_HOME to the folder that `taawun init` made.")
    return Path(named).expanduser().resolve()


def read_config(home: Path) -> NodeConfig:
    """Return the checked settings of the node in a home, or say which setting is wrong and how."""
    path = home / CONFIG_FILE
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoHome(f"{path} does not exist; `taawun init` makes it.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} is not TOML: {error}.") from None
    return build_config(home, values)


def build_config(home: Path, values: Mapping[str, Any]) -> NodeConfig:
    """Return settings from plain values; unknown and missing names are refused, never guessed."""
    known = {one.name: one for one in settings()}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise BadSetting(f"'{unknown[0]}' is not a setting; the settings are {', '.join(known)}.")
    missing = [name for name, one in known.items() if one.default is MISSING and name not in values]
    if missing:
        raise BadSetting(f"'{missing[0]}' is missing: {known[missing[0]].metadata['help']}")
    return NodeConfig(home=home, **values)
