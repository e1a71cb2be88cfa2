# SPDX-License-Identifier: MIT
"""What Windows NT reads: registry text and the limits of its scripts."""
