"""One document for the reader: structure, marks, citation, relations, source lines."""
