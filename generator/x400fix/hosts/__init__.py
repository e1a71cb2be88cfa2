# SPDX-License-Identifier: MIT
"""HOSTS files: every byte kept, every line parsed, our block merged in and taken out."""
