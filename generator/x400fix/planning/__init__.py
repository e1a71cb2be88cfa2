# SPDX-License-Identifier: MIT
"""How a plan is made of its inputs."""
