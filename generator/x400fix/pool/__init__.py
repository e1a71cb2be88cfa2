# SPDX-License-Identifier: MIT
"""The addresses that may be given out: ranges, what is taken in them, and the lowest free one."""
