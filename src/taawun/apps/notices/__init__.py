# SPDX-License-Identifier: Apache-2.0
"""Notices without content: how much waits for an officer, by e-mail and webhook, and never what."""
