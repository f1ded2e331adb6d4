"""Months of virtual time with faults: each promised message once, or told with a reason."""
