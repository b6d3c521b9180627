"""Telling other systems what happened, as of the Standard Webhooks specification."""
