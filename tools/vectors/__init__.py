# SPDX-License-Identifier: Apache-2.0
"""The examples in spec/vectors, made anew from fixed seeds: `python -m tools.vectors [--check]`.

Signatures and seals are made here by pure-Python ML-DSA and ML-KEM and by HPKE written out from the
specification, not by what the node uses. So the files are the same every time, and each one that the kernel
accepts is a proof that two implementations agree.
"""
