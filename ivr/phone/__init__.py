"""A telephone made of software: it executes TwiML as Twilio does, against any webhook."""
