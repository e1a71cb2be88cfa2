# SPDX-License-Identifier: MIT
"""Gives each connector that must move an address and an alias of its own."""
