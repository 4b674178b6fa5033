# One image that serves the wizard on port 8000, with the catalogue and the static files already in it.
FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /app
COPY requirements.txt ./
RUN uv venv /venv && uv pip install --python /venv --require-hashes -r requirements.txt
COPY manage.py ./
COPY wizard ./wizard
COPY templates ./templates
COPY static ./static
ENV PATH=/venv/bin:$PATH DATABASE_URL=sqlite:////data/db.sqlite3
RUN mkdir /data \
    && python manage.py migrate --verbosity 0 \
    && python manage.py load_catalogue \
    && python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home wizard
COPY --from=build /venv /venv
# One binary, for VERIFY_ENABLED; uv keeps its cache and its projects in /tmp.
COPY --from=build /usr/local/bin/uv /venv/bin/uv
COPY --from=build /app /app
COPY --from=build --chown=10001 /app/staticfiles /app/staticfiles
COPY --from=build --chown=10001 /data /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DATABASE_URL=sqlite:////data/db.sqlite3
WORKDIR /app
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:8000' + os.environ.get('SCRIPT_NAME', '') + '/healthz', timeout=4)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
