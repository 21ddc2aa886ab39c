# SPDX-License-Identifier: Apache-2.0
"""Identity: who is who among the records, screening of names, watch lists and their alerts."""
