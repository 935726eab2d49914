"""Rule files to compiled matchers to matches with evidence, pure."""
