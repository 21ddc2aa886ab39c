# SPDX-License-Identifier: Apache-2.0
"""Long work in rows: states, progress, and a worker that may die at any moment."""
