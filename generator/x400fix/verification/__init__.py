# SPDX-License-Identifier: MIT
"""What servers show of a plan: which steps are done, which are not, what differs."""
