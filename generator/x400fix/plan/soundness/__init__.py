# SPDX-License-Identifier: MIT
"""What a plan that was read back must be beyond the types of its values."""
