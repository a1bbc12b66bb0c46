"""What is done while no caller waits for it: texts, recordings, reminders, deleting.

The rows of the database say what is to be done. A queue only says that somebody should look now.
"""

from ivr.jobs.queue import Queue

__all__ = ["Queue"]
