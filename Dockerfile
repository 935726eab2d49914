FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements/build.lock requirements/run.lock requirements/
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements/build.lock \
    && python -m venv /opt/monitor \
    && /opt/monitor/bin/pip install --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY rules rules
COPY seeds seeds
COPY docs/schema docs/schema
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/monitor/bin/pip install --no-deps dist/*.whl \
    && /opt/monitor/bin/python -m compileall -q /opt/monitor/lib \
    && /opt/monitor/bin/pip uninstall --yes --quiet pip

FROM python:3.13-slim
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MONITOR_DATABASE_URL=sqlite:////app/data/monitor.db \
    MONITOR_WEB_HOST=0.0.0.0 \
    MONITOR_LOG_FORMAT=json
RUN groupadd --gid 10001 monitor \
    && useradd --uid 10001 --gid monitor --home-dir /app --no-create-home --shell /usr/sbin/nologin monitor \
    && install --directory --owner monitor --group monitor /app /app/data
COPY --from=build /opt/monitor /opt/monitor
USER monitor
WORKDIR /app
VOLUME /app/data
EXPOSE 8080
# Not "monitor health": importing the program every time costs a second of CPU.
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client as h, os; c = h.HTTPConnection('localhost', int(os.environ.get('MONITOR_WEB_PORT') or 8080), timeout=5); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["monitor"]
CMD ["run"]
