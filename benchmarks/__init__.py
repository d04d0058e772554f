"""What measures gsearch: ``python -m benchmarks`` its speed, ``python -m benchmarks.endurance`` what it survives.

Nothing here is part of the installed program, and nothing here is a test.
"""
