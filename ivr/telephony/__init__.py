"""A turn of the dialogue to and from Twilio: requests, signatures, call tokens, TwiML."""
