# syntax=docker/dockerfile:1
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
WORKDIR /src
COPY bootstrap bootstrap
RUN pip install --no-cache-dir --require-hashes --requirement bootstrap/requirements.txt
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY playground/pyproject.toml playground/
# Dependencies first: they change less often than the code.
RUN UV_PROJECT_ENVIRONMENT=/opt/mentor uv sync --locked --no-dev --compile-bytecode --no-install-workspace --python /usr/local/bin/python
COPY bot bot
COPY cogs cogs
COPY data data
COPY playground playground
RUN UV_PROJECT_ENVIRONMENT=/opt/mentor uv sync --locked --no-dev --compile-bytecode --no-editable --python /usr/local/bin/python

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
RUN useradd --system --uid 10001 --no-create-home mentor \
 && install -d -o mentor -m 0700 /var/lib/mentor
COPY --from=build /opt/mentor /opt/mentor
ENV PATH=/opt/mentor/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MENTOR_DATABASE_URL=sqlite+aiosqlite:////var/lib/mentor/mentor.db \
    MENTOR_LOG_FORMAT=json \
    MENTOR_HEALTH_PORT=8080
USER mentor
WORKDIR /var/lib/mentor
VOLUME /var/lib/mentor
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["mentor", "healthcheck"]
ENTRYPOINT ["mentor"]
CMD ["run"]
