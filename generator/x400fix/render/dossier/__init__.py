# SPDX-License-Identifier: MIT
"""Everything that documents for people show, as ready values made from PLAN.json alone."""
