# SPDX-License-Identifier: MIT
"""A plan as the records of PLAN.json."""
