# SPDX-License-Identifier: Apache-2.0
"""Signing in: password and code, passkey, recovery codes, the ministry's single sign-on, lockout, sessions, proof anew.

django-allauth and django-axes are the machinery; every page, word and line on the record is ours (spec §10.12).
"""
