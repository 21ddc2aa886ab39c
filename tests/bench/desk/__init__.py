# SPDX-License-Identifier: Apache-2.0
"""What the measurement of the desk stands on: a filled node, its pages, its peer, and who asks for them."""
