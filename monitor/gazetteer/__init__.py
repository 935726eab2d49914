"""Names that every room may know: states, demonyms, capitals, bodies. Data only; pure."""
