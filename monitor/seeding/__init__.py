"""Seeding: an article to draft actors, meetings and rules. Pure; imports ``model`` and below."""
