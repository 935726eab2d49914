"""A self-hosted news event monitor: one signed alert for each new development."""

__version__ = "0.1.0"
