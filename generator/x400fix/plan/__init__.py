# SPDX-License-Identifier: MIT
"""What a plan is, the bytes of PLAN.json, and what follows from its steps: time and back-out."""
