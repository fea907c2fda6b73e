"""Runs on a site whose articles are in PostgreSQL, by any number of machines at once."""
