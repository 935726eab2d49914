"""Replaying recorded feed snapshots through the real daemon on a compressed clock."""
