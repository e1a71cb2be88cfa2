# SPDX-License-Identifier: MIT
"""Are the tests able to fail: ``make mutants`` breaks the code on purpose, and runs them."""
