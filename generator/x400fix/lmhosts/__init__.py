# SPDX-License-Identifier: MIT
"""LMHOSTS files: every byte kept, every line parsed, our block merged in and taken out."""
