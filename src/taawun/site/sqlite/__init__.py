# SPDX-License-Identifier: Apache-2.0
"""SQLite as Django knows it, with a queue for its one writer."""
