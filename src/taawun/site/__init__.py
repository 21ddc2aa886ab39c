# SPDX-License-Identifier: Apache-2.0
"""The site puts one node together: its settings, its pages, its endpoint, its command line."""
