"""A syntax tree → what the engine is asked: words, readings, numbers, filters, corrections."""
