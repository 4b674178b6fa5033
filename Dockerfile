# One image that serves the wizard on port 8000, with the catalogue and the static files already in it.
# To build on one exact image: --build-arg BASE=python:3.13-slim-bookworm@sha256:…
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /app
COPY requirements.txt ./
RUN uv venv /venv && uv pip install --python /venv --require-hashes -r requirements.txt
COPY manage.py ./
COPY wizard ./wizard
COPY templates ./templates
COPY locale ./locale
COPY static ./static
ENV PATH=/venv/bin:$PATH DATABASE_URL=sqlite:////data/db.sqlite3
RUN mkdir /data \
    && python manage.py migrate --verbosity 0 \
    && python manage.py load_catalogue \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q manage.py wizard

FROM ${BASE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin wizard
COPY --from=build /venv /venv
# One binary, for VERIFY_ENABLED; uv keeps its cache and its projects in /tmp.
COPY --from=build /usr/local/bin/uv /venv/bin/uv
COPY --from=build /app /app
COPY --from=build --chown=10001 /data /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATABASE_URL=sqlite:////data/db.sqlite3
WORKDIR /app
USER 10001
# All else is only read: run it with --read-only --tmpfs /tmp. Heartbeats and counters lie in /dev/shm.
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "from http.client import HTTPConnection; live = HTTPConnection('127.0.0.1', 8000, timeout=4); live.request('GET', '/healthz'); raise SystemExit(live.getresponse().status != 200)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
