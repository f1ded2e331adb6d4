"""What operators watch: counts and times in Prometheus' text format, never whose they are.

No label holds an id of a member or a community: that would be personal data, and one time series
each.
"""

from __future__ import annotations

import platform
from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.model import DeliveryState, PostKind
from bot.ports import Cause

CONTENT_TYPE = CONTENT_TYPE_LATEST
_LATE_BUCKETS = (1, 5, 15, 30, 60, 300, 900, 3600, 6 * 3600, 24 * 3600)
_TICK_BUCKETS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60)

# Their moments of creation double the series and tell nothing that the start time does not.
disable_created_metrics()


class Metrics:
    """The figures of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._ended = Counter(
            "mentor_deliveries",
            "Deliveries that came to an end",
            ("kind", "state"),
            registry=registry,
        )
        self._retried = Counter(
            "mentor_delivery_retries",
            "Attempts that are tried again later",
            ("kind",),
            registry=registry,
        )
        self._refused = Counter(
            "mentor_delivery_refusals",
            "Attempts that did not go out, by class of reason",
            ("cause",),
            registry=registry,
        )
        self._late = Histogram(
            "mentor_delivery_lateness_seconds",
            "Schedule time from when it was due, or free to go, until it was sent",
            ("kind",),
            buckets=_LATE_BUCKETS,
            registry=registry,
        )
        self._waiting = Gauge(
            "mentor_deliveries_waiting",
            "Deliveries on their way now",
            ("state",),
            registry=registry,
        )
        self.tick_seconds = Histogram(
            "mentor_tick_seconds",
            "How long it took to plan what is due",
            buckets=_TICK_BUCKETS,
            registry=registry,
        )
        self.tick_failures = Counter(
            "mentor_tick_failures",
            "Ticks that broke off; the next one tries again",
            registry=registry,
        )
        self._ticked = Gauge(
            "mentor_last_tick_timestamp_seconds", "When the last tick ended", registry=registry
        )
        self._breaker = Gauge(
            "mentor_breaker_open",
            "1 while nothing is sent because too much was refused",
            registry=registry,
        )
        self._invalid = Gauge(
            "mentor_invalid_requests",
            "Requests refused with 401, 403 or 429 in the last ten minutes",
            registry=registry,
        )
        self._connected = Gauge(
            "mentor_gateway_connected", "1 while the gateway is connected", registry=registry
        )
        self._build = Info("mentor_build", "What is running", registry=registry)

    def build(self, version: str, discord_version: str) -> None:
        """Tell what is running."""
        versions = {"python": platform.python_version(), "discord_py": discord_version}
        self._build.info({"version": version, **versions})

    def ended(self, kind: PostKind, state: DeliveryState, count: int = 1) -> None:
        """Count deliveries that came to an end."""
        self._ended.labels(kind.value, state.value).inc(count)

    def arrived(self, kind: PostKind, late_seconds: float) -> None:
        """Note how late a delivery was sent."""
        self._late.labels(kind.value).observe(max(late_seconds, 0.0))

    def retried(self, kind: PostKind) -> None:
        """Count an attempt that is tried again later."""
        self._retried.labels(kind.value).inc()

    def refused(self, cause: Cause) -> None:
        """Count an attempt that did not go out."""
        self._refused.labels(cause.value).inc()

    def observe(
        self,
        *,
        waiting: dict[str, int],
        last_tick_at: datetime | None,
        invalid_requests: int,
        is_breaker_open: bool,
        is_connected: bool,
    ) -> None:
        """Note how things stand at this moment; ``waiting`` counts by pending, held, sending."""
        for state, count in waiting.items():
            self._waiting.labels(state).set(count)
        if last_tick_at is not None:
            self._ticked.set(last_tick_at.timestamp())
        self._invalid.set(invalid_requests)
        self._breaker.set(is_breaker_open)
        self._connected.set(is_connected)

    def render(self) -> bytes:
        """Return everything in the text format."""
        return generate_latest(self._registry)
