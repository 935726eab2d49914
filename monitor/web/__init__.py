"""Pages, health and JSON for a person and a machine; no SQL."""
