# SPDX-License-Identifier: MIT
"""TICKET.PDF."""
