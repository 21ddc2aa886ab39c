# SPDX-License-Identifier: Apache-2.0
"""Data sets and peers of the measurements of names and matching."""
