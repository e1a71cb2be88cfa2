# SPDX-License-Identifier: MIT
"""TICKET.PDF: what TICKET.HTML shows, set on A4 by reportlab."""
