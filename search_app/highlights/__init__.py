"""Where a query stands in a text: marks, snippets, all places of one document."""
