# SPDX-License-Identifier: Apache-2.0
"""Wage files at a node: taken in by a job, compared with the registered contracts, read by protection officers."""
