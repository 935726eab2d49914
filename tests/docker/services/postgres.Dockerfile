# PostgreSQL from Debian's packages, with as much of the official image's ways as docker-compose.yml uses:
# user 999, POSTGRES_USER, POSTGRES_DB and POSTGRES_PASSWORD, the data under /var/lib/postgresql/data.
ARG BASE=debian:trixie-slim
FROM ${BASE}
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid postgres --home-dir /var/lib/postgresql postgres \
    && apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-17 \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner postgres --group postgres --mode 700 /var/lib/postgresql/data
COPY --chmod=755 postgres.sh /usr/local/bin/
ENV PATH=/usr/lib/postgresql/17/bin:$PATH PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
USER postgres
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["postgres.sh"]
