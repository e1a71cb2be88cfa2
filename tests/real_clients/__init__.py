# SPDX-License-Identifier: MIT
"""Bundles read and run by programs that are none of ours: Samba, jCIFS, hivex, Wine, the kernel.

What they accept is evidence, no proof, for Windows NT.
"""
