# SPDX-License-Identifier: MIT
"""Servers, connectors and their links: what they are, and how an inventory is read."""
