# SPDX-License-Identifier: MIT
"""What decides a plan apart from the inventory: options and x400fix.toml."""
