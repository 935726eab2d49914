"""Many machines: the daemon's steps as tasks that a broker hands out (the extra ``scale``).

PostgreSQL is the truth. A message holds ids only, of rows that the scheduler put under a lease in
a name that the message tells; a worker takes the lease over, or finds that somebody else has it and
does nothing. So a message may be lost, come twice or come late. The only room that imports Celery.
"""
