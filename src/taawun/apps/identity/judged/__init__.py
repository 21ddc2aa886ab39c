# SPDX-License-Identifier: Apache-2.0
"""What officers judged of one record."""
