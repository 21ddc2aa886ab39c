# SPDX-License-Identifier: Apache-2.0
"""Formats of dates and numbers: Western digits in all three languages."""
