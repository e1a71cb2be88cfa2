# SPDX-License-Identifier: MIT
"""What LMHOSTS and HOSTS have in common: lines of bytes, and our marked blocks in them."""
