"""Checks of the container on a real engine; run by hand (`python -m tests.docker.kill_restart`)."""
