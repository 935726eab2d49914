"""Grouping tellings into developments and deciding what is new, pure."""
