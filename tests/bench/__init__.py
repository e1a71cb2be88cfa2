# SPDX-License-Identifier: MIT
"""Measures what a plan costs, as ratios: a slow or busy machine changes both sides."""
