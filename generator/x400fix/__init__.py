# SPDX-License-Identifier: MIT
"""Change-ticket attachments that give each X.400 Connector a remote address of its own."""

__version__ = "1.0.0"
