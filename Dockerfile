# syntax=docker/dockerfile:1
# Build: installs the locked dependencies, then the wheel, into one environment.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore 'uv>=0.9,<1'
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never \
    UV_PROJECT_ENVIRONMENT=/opt/mentor
WORKDIR /src
COPY pyproject.toml uv.lock ./
# Dependencies change less often than code: their layer is kept.
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-install-project
COPY . .
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-editable

# Run: no compiler, no uv, no root, nothing to write but the volume.
FROM python:3.13-slim
LABEL org.opencontainers.image.title="TPM Mentor" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /var/lib/mentor mentor \
    && install -d -o mentor -g mentor -m 0700 /var/lib/mentor
COPY --from=build /opt/mentor /opt/mentor
ENV PATH=/opt/mentor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MENTOR_DATABASE_URL=sqlite+aiosqlite:////var/lib/mentor/mentor.db \
    MENTOR_LOG_FORMAT=json \
    MENTOR_HEALTH_PORT=8080
USER mentor
WORKDIR /var/lib/mentor
VOLUME /var/lib/mentor
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["mentor", "healthcheck"]
ENTRYPOINT ["mentor"]
CMD ["run"]
