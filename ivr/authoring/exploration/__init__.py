"""Every call that a book allows, made through ``step`` itself, and what they prove."""
