# One image for every role. The same sources give the same layers on the same base: wheels are locked by
# hash, bytecode is written in a fixed order, and every file bears one time. To build exactly what
# somebody else built, name the base by its digest: --build-arg PYTHON_IMAGE=python:3.13-slim@sha256:...
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
# The time of every file, and of what is inside the wheel, in seconds since 1970.
ARG SOURCE_DATE_EPOCH=1767225600
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 \
    PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH}
WORKDIR /src
COPY requirements/build.lock requirements/run.lock requirements/
# Left out: the tests that some wheels carry.
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements/build.lock \
    && python -m venv --without-pip /opt/monitor \
    && /opt/build/bin/pip --python /opt/monitor install --require-hashes -r requirements/run.lock \
    && find /opt/monitor/lib -depth -type d \( -name tests -o -name testing \) -exec rm -r {} + \
    && /opt/monitor/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/monitor/lib
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY rules rules
COPY seeds seeds
COPY docs/schema docs/schema
# Left out: what Babel knows of languages that the program does not ask it about (32 of 33 MB).
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/build/bin/pip --python /opt/monitor install --no-deps dist/*.whl \
    && cd /opt/monitor/lib/python3*/site-packages \
    && python -m compileall -q --invalidation-mode unchecked-hash monitor \
    && known=$(/opt/monitor/bin/python -c "from monitor.seeding.translations import LANGUAGES; print('|'.join(('root', 'en', *LANGUAGES)))") \
    && find babel/locale-data -name '*.dat' | grep -vE "/($known)\.dat$" | xargs rm \
    && /opt/monitor/bin/python -c "from monitor.seeding.translations import city_names, state_names; assert city_names('Vienna') and state_names('AT')" \
    && install --directory /image/etc /image/opt /image/app/data \
    && cp /etc/passwd /etc/group /image/etc \
    && echo 'monitor:x:10001:10001::/app:/usr/sbin/nologin' >>/image/etc/passwd \
    && echo 'monitor:x:10001:' >>/image/etc/group \
    && mv /opt/monitor /image/opt/ \
    && find /image -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MONITOR_WEB_HOST=0.0.0.0 \
    MONITOR_LOG_FORMAT=json
COPY --from=build /image/etc /etc
COPY --from=build /image/opt /opt
COPY --from=build --chown=10001:10001 /image/app /app
# By number: a cluster that refuses root cannot look a name up.
USER 10001:10001
WORKDIR /app
VOLUME /app/data
EXPOSE 8080
# Not "monitor health": importing the program every time costs a second of CPU.
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client as h, os; c = h.HTTPConnection('localhost', int(os.environ.get('MONITOR_WEB_PORT') or 8080), timeout=5); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["monitor"]
CMD ["run"]
