"""Alert decision, routes, payload, signing and retry times, pure.

``decision`` says whether a telling alerts and why or why not, ``routing`` whom it goes to,
``payload`` (through ``payload_model`` and ``bounds``) what the message says, ``signing`` how it is
signed and verified, ``retry`` when it is tried again, ``text`` how a person reads it in a
terminal. ``schema`` writes the published schemas and examples (``example``) of the messages.
"""
