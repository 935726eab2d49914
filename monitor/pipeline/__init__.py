"""The shell: use cases that load, call the pure rooms and store."""
