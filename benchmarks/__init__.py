"""What measures gsearch: ``python -m benchmarks`` speed, ``python -m benchmarks.endurance`` endurance.

Nothing here is part of the installed program, and nothing here is a test.
"""
