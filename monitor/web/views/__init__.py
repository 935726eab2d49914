"""What pages and API show, read from the store as plain values."""
