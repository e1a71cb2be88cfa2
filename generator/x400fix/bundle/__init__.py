# SPDX-License-Identifier: MIT
"""The rendered texts become a folder or a ZIP: whole, by one rename, or not at all."""
