# SPDX-License-Identifier: Apache-2.0
"""Taawun: the desk on which two states carry out a security agreement, one node each."""

__version__ = "0.1.0"
