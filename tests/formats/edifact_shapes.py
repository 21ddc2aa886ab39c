# SPDX-License-Identifier: Apache-2.0
"""Passenger lists with the quirks of those that carriers send, made up here: nobody and no flight in them is real."""

import textwrap

PLAIN = (
    "UNA:+.? '\r\n"
    "UNB+UNOA:4+ZQAIR+BHAPIS+261122:0310+000000101++APIS'\r\n"
    "UNG+PAXLST+ZQAIR+BHAPIS+261122:0310+1+UN+D:12B'\r\n"
    "UNH+PAX001+PAXLST:D:12B:UN:IATA+ZQ0417/261122/0640+01:F'\r\n"
    "BGM+745'\r\n"
    "NAD+MS+++ZQ HELP DESK'\r\n"
    "COM+973 1700 0000:TE+973 1700 0001:FX'\r\n"
    "TDT+20+ZQ0417+++ZQ'\r\n"
    "LOC+125+KHI'\r\n"
    "DTM+189:2611220640:201'\r\n"
    "LOC+87+BAH'\r\n"
    "DTM+232:2611220755:201'\r\n"
    "NAD+FL+++GONDALWALA:AHMAD KHALID'\r\n"
    "ATT+2++M'\r\n"
    "DTM+329:710302'\r\n"
    "MEA+CT++:2'\r\n"
    "LOC+22+BAH'\r\n"
    "LOC+178+KHI'\r\n"
    "LOC+179+BAH'\r\n"
    "LOC+174+PAK'\r\n"
    "NAT+2+PAK'\r\n"
    "RFF+AVF:ZQ7K2P'\r\n"
    "RFF+SEA:24A'\r\n"
    "DOC+P:110:111+AB1234567'\r\n"
    "DTM+36:310430'\r\n"
    "LOC+91+PAK'\r\n"
    "NAD+FL+++ALMANSOORIA:MARYAM'\r\n"
    "ATT+2++F'\r\n"
    "DTM+329:040229'\r\n"
    "NAT+2+BHR'\r\n"
    "DOC+P:110:111+K0099881'\r\n"
    "DTM+36:300101'\r\n"
    "LOC+91+BHR'\r\n"
    "DOC+V:110:111+V556677'\r\n"
    "NAD+DDU+++O?'NEILLVARA:ROSA'\r\n"
    "ATT+2++F'\r\n"
    "DTM+329:19600704:102'\r\n"
    "NAT+2+PHL'\r\n"
    "DOC+P:110:111+P99887766'\r\n"
    "CNT+42:3'\r\n"
    "UNT+38+PAX001'\r\n"
    "UNE+1+1'\r\n"
    "UNZ+1+000000101'\r\n"
)
"""As the guidelines have it."""


def _without(tag: str) -> str:
    return "".join(line for line in PLAIN.splitlines(keepends=True) if not line.startswith(tag))


def _signs(text: str, signs: str) -> str:
    """Return the message with other signs; the name with an apostrophe is written without it."""
    plain = text.replace("?'", "").removeprefix("UNA:+.? '")
    return f"UNA{signs}" + plain.translate(str.maketrans("'+:", signs[5] + signs[1] + signs[0]))


_WRAPPED = "\r\n".join(textwrap.wrap(PLAIN.replace("\r\n", "").replace(" ", "~"), 63)).replace("~", " ")

QUIRKS = {
    "other signs, segments end with a dollar": _signs(PLAIN, ":*.? $"),
    "a sign of repetition is named": PLAIN.replace("UNA:+.? '", "UNA:+.?*'"),
    "a blank at the end of UNG": PLAIN.replace("UN+D:12B'", "UN+D:12B '"),
    "a blank behind the tag of UNG": PLAIN.replace("UNG+", "UNG +"),
    "blanks and empty lines before tags": PLAIN.replace("\r\n", "\r\n \r\n\t "),
    "no UNT": _without("UNT"),
    "no UNT, UNE and UNZ": PLAIN.split("CNT+")[0],
    "no UNA": PLAIN.removeprefix("UNA:+.? '\r\n"),
    "lines of a telegram that break tags": f"\x01QK BAHAPZQ\r\n.KHIZQXH 220310\r\n\x02{_WRAPPED}\r\n\x03\r\nNNNN",
    "brackets and dashes as signs": _signs(PLAIN.replace("-", ""), ":(.) -"),
    "UTF-16 with a mark": PLAIN.encode("utf-16"),
}
"""Each holds the same three people; only what is around them differs."""


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
