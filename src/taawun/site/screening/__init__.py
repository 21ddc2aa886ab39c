# SPDX-License-Identifier: Apache-2.0
"""Screening a file of names against a list of people on one machine, without a node, a database or Django."""
