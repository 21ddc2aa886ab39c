# SPDX-License-Identifier: Apache-2.0
"""The demonstration: two nodes on this machine, and a story played between them through their real endpoints.

A capability adds its own area as a module of `steps/`; the order of the areas stands in `steps/__init__.py`.
"""
