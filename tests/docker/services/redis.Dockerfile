# Redis from Debian's packages, with as much of the official image's ways as docker-compose.yml uses.
ARG BASE=debian:trixie-slim
FROM ${BASE}
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /data
# Without this a server in a container takes nobody from outside, as no password is set.
ENTRYPOINT ["/bin/sh", "-c", "exec \"$@\" --protected-mode no --bind '* -::*'", "redis"]
CMD ["redis-server"]
