# SPDX-License-Identifier: Apache-2.0
"""What was released of one object."""
