"""Words and sound: what a voice has to say, voices that say it, and how long it takes."""
