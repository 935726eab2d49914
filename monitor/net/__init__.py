"""The only outbound HTTP: the guarded client, fetch and send."""
