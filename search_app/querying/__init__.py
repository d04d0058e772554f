"""A query string → its pieces → the syntax tree."""
