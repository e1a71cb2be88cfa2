# SPDX-License-Identifier: MIT
"""A plan made again from what PLAN.json holds."""
