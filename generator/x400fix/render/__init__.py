# SPDX-License-Identifier: MIT
"""A plan becomes ready values, and these become texts through the templates."""
