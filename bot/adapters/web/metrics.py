"""The numbers of the bot in Prometheus' own text, for whoever may see them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from aiohttp import web

from bot.ports.watch import Kind, Reading
from bot.web.application import Route
from bot.web.insiders import is_insider

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

Readings = Callable[[], Awaitable[tuple[Reading, ...]]]
NOT_YOURS = """\
The numbers of this bot are not for everybody.

If the bot is yours: ask from the machine that it runs on, or set metrics_token and send it as "Authorization: Bearer \
TOKEN". Where public_url is set, only the token counts, since a proxy makes everybody look like this machine.
"""


async def no_readings() -> tuple[Reading, ...]:
    """Nobody counts."""
    return ()


def metrics_route(readings: Readings, token: str, public: str) -> Route:
    """`/metrics`, for insiders."""

    async def handler(request: web.Request) -> web.Response:
        if not is_insider(request, token, public):
            return web.Response(status=403, text=NOT_YOURS)
        body, content_type = exposition(await readings())
        return web.Response(body=body, headers={"Content-Type": content_type})

    return Route("GET", "/metrics", handler)


def exposition(readings: Iterable[Reading]) -> tuple[bytes, str]:
    """The text that Prometheus reads, and its content type."""
    # Imported at the first scrape: most bots are never asked.
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
    from prometheus_client.registry import Collector

    class Told(Collector):
        """What was read, in the library's terms."""

        def collect(self) -> Iterator[Metric]:
            for reading in readings:
                yield _family(reading)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Told())
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _family(reading: Reading) -> Metric:
    from prometheus_client import metrics_core

    names = [name for name, _value in reading.samples[0].labels] if reading.samples else []
    if reading.kind is Kind.HISTOGRAM:
        histogram = metrics_core.HistogramMetricFamily(reading.name, reading.meaning, labels=names)
        for sample in reading.samples:
            buckets = [(_bound(bound), float(count)) for bound, count in sample.below]
            histogram.add_metric([value for _name, value in sample.labels], buckets, sample.value)
        return histogram
    made = metrics_core.CounterMetricFamily if reading.kind is Kind.COUNTER else metrics_core.GaugeMetricFamily
    family = made(reading.name, reading.meaning, labels=names)
    for sample in reading.samples:
        family.add_metric([value for _name, value in sample.labels], sample.value)
    return family


def _bound(bound: float) -> str:
    return "+Inf" if bound == float("inf") else str(float(bound))
