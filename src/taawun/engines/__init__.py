# SPDX-License-Identifier: Apache-2.0
"""Engines: what computes, without a framework, a database or a network."""
