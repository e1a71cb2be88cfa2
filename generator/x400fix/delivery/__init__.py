# SPDX-License-Identifier: MIT
"""Which connector a call meets: a model that can be run, after section 4 of the reference."""
