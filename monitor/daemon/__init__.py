"""The daemon: scheduled jobs, the threads that poll and send, start and graceful stop."""

from monitor.daemon.jobs import Daemon

__all__ = ["Daemon"]
