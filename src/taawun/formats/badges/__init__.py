# SPDX-License-Identifier: Apache-2.0
"""Certificates as Open Badges 3.0: signed, revocable, and verified by anyone without a server (spec §80.95, §80.96).

A badge is a W3C Verifiable Credential 2.0 with a Data Integrity proof `eddsa-jcs-2022`: RFC 8785, SHA-256 and Ed25519,
which any language has. Nothing here knows about cases, officers or a database (docs/decisions/0033).
"""
