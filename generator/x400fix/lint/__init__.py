# SPDX-License-Identifier: MIT
"""Judges LMHOSTS and HOSTS files by the rules of Windows NT."""
