"""The only SQL: tables, engine, one module of queries per word, migrations."""
