"""Careline: a telephone line that reads medically sourced information aloud."""
