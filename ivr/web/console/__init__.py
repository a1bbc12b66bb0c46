"""The console: pages on which staff see to requests and voicemails, and to the line's numbers."""
