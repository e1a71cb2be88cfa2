# SPDX-License-Identifier: MIT
"""The tests of x400fix."""
