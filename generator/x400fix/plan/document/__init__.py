# SPDX-License-Identifier: MIT
"""The records that PLAN.json consists of, read and written."""
