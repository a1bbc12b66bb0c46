"""A telephone in the browser: the line's own webhook, called by the software phone."""
