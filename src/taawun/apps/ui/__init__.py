# SPDX-License-Identifier: Apache-2.0
"""The desk: base page, style, three languages, sign-in and the pages every officer lands on."""
