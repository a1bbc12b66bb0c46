"""The Flask application: what Twilio calls."""

from ivr.web.application import create_app

__all__ = ["create_app"]
