"""A question understood and answered: query string → syntax tree → engine queries → ordered hits."""
