# SPDX-License-Identifier: MIT
"""TICKET.HTML: one page that needs nothing beside itself."""
