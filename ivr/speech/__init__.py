"""Words and sound: for now, how long words take to say."""
