# SPDX-License-Identifier: MIT
"""What servers would print while a plan is carried out, for tests of what reads it."""
