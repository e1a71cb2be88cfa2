# SPDX-License-Identifier: MIT
"""What the truth table says of each connector, and the conflicts that follow."""
