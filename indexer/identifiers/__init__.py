"""What documents are known by: numbers, dates, places."""
