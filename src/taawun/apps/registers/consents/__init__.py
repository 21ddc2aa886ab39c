# SPDX-License-Identifier: Apache-2.0
"""Consents of originators to a use that a handling code forbids: asked for, answered, kept, heeded (spec §80.25)."""
