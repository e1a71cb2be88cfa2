# SPDX-License-Identifier: MIT
"""The diagrams of a ticket."""
