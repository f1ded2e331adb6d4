"""`make bench`: how much slower than the least a bot can do, measured in the same run."""
