# SPDX-License-Identifier: MIT
"""Which connectors the stack cannot tell apart: the truth table and its verdicts."""
