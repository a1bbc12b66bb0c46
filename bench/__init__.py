"""Measurements: what a turn costs, against what it would cost at the least."""
