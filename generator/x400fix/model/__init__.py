# SPDX-License-Identifier: MIT
"""The nouns of the field: names, addresses, versions, servers and connectors."""
