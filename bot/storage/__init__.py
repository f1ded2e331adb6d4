"""Storage remembers: SQLAlchemy Core over SQLite, one module of queries per noun."""
