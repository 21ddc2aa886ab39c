# SPDX-License-Identifier: Apache-2.0
"""Pages of signing in: entering, factors, proof anew, sessions and password."""
