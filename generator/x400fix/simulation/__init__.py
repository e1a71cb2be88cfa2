# SPDX-License-Identifier: MIT
"""Which connector a call meets: a model that can be run, after exchange.md section 4."""
