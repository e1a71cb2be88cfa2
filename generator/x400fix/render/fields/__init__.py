# SPDX-License-Identifier: MIT
"""One plain text for each field of a change ticket, ready to paste."""
