"""What is refused and what to do next: each function returns the error, a service raises it."""
