# SPDX-License-Identifier: Apache-2.0
"""TAXII 2.1: the server and the client of a node, and the quarantine of what came in (spec 85)."""
