# SPDX-License-Identifier: Apache-2.0
"""STIX 2.1: objects as bytes and values, its times and identifiers, and markings both ways (spec 85)."""
