# SPDX-License-Identifier: Apache-2.0
"""Django apps: one app is one capability of a node, built on the kernel."""
