"""Alert decision, routes, payload, signing and retry times, pure."""
