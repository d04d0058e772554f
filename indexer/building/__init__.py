"""What a build does, step by step; indexer.build is the main path through it."""
