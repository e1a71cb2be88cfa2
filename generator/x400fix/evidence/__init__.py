# SPDX-License-Identifier: MIT
"""What servers print of themselves: dumps, exports, listings and logs, read into plain values."""
