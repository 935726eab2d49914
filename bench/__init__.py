"""Measurements of quality and speed, before and after a change. Not part of the package."""
