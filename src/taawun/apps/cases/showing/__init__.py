# SPDX-License-Identifier: Apache-2.0
"""How a case is shown: words, events, pictures, the board and the forms."""
