"""The line on paper: the script that a clinician reviews, and the card for patients."""
