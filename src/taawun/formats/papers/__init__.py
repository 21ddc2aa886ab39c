# SPDX-License-Identifier: Apache-2.0
"""The papers of a case: letters as PDF in English, Arabic and Urdu, their signatures, and the custody of evidence.

Bytes in, bytes out; nothing here knows about cases, officers or a database (docs/decisions/0022).
"""
