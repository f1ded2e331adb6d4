"""What people may write and what else a reply is made of: texts, ids, days, names of fields."""

from __future__ import annotations

from collections import abc
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from bot.catalogue.schema import Checked
from bot.catalogue.search import HitKind
from bot.model import ChannelId
from bot.platforms.discord import refusals
from bot.replies import reasons
from tests import shared

Strategy = st.SearchStrategy[Any]

CATALOGUE = shared.content()
SEARCH = shared.search()

# What people type to break things, and what they type without meaning to.
_HOSTILE = (
    "@everyone @here",
    "<@1234567890> <@&1234567890> <#1234567890>",
    "</config setup:1234567890> <t:0:R> <:pwn:123456>",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "# Heading\n-# small\n> quote\n- list\n1. one",
    "[Click](https://evil.example/?a=b) <https://evil.example> https://x.org/a_b_(c)",
    "{title} {0} {} %s %(n)d \\{",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe \N{HEBREW LETTER SHIN}\N{ARABIC LETTER MEEM}",
    "z\u200be\u200cr\u200do\u2060\ufeff width",
    "\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1ee\U0001f1f9 \u2705",
    "e\u0301" * 60,
    "line\r\nbreaks\u2028of\u0085every\x0bkind\x00and\x1b[31m",
    "\u6f22\u5b57" * 40,
)
_hostile = st.one_of(
    st.sampled_from(_HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.lists(st.sampled_from(_HOSTILE), min_size=2, max_size=4).map(" ".join),
)
_endless = st.builds(
    lambda word, times, gap: gap.join([word] * times)[:2500],
    st.sampled_from((*_HOSTILE[:6], "word", "x", "\U0001f3af")),
    st.integers(20, 400),
    st.sampled_from(["", " ", "\n"]),
)
hostile = st.one_of(_hostile, _hostile, _hostile, _hostile, _endless)
plain = st.sampled_from(("Qwert zuiop", "Asdfg hjkl yxcv", "Plokij uhzgtf", "Wolumix"))


def ids(length: int) -> Strategy:
    return st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=length, max_size=length)


def some(strategy: Strategy, least: int, most: int) -> Strategy:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


# Few channels, so that whatever is told of channels is told of every one there is.
CHANNELS = tuple(ChannelId(f"discord:{number}") for number in (100000000000000001, 7, 2**63 - 1))
SNOWFLAKES = st.integers(1, 2**63 - 1).map("discord:{}".format)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WEBS = st.sampled_from(
    ("https://example.org/", "http://a.example/b_(c)?d=e&f#g", "https://x.org/" + "a" * 486)
)
SLUGS = st.sampled_from(("a", "stakeholder-management", "x" * 60)) | st.from_regex(
    r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True
)
ROUTE_KEYS = ("all", "degree", "secondary", "gac", "degree_leading_projects", "some_kind")
# As they are stored: in English, with a detail behind some.
REASONS = st.sampled_from(
    (
        *refusals._REASONS.values(),
        reasons.POST_STOPPED,
        f"{refusals._REFUSED} [status 500, code 0]",
        f"{reasons.UNKNOWN_ZONE} [Mars/Base]",
    )
)
_ZONES = ("UTC", "Europe/Rome", "America/Argentina/ComodRivadavia")
LIKELY_ZONES = (*_ZONES, "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
_LOCALES = st.sampled_from(("en-GB", "it", "de", "zh-CN"))
CERTIFICATION_IDS = st.sampled_from((*CATALOGUE.certifications, *CATALOGUE.variants))
_ROLE_IDS = st.sampled_from(tuple(CATALOGUE.roles))
_STAGE_IDS = st.sampled_from(tuple(CATALOGUE.stages))
ENTRIES = {
    "certification": CERTIFICATION_IDS,
    "role": _ROLE_IDS,
    "skill": SLUGS,
    "step": st.sampled_from(tuple(CATALOGUE.steps)),
}
KINDS: dict[HitKind, abc.Mapping[str, Checked]] = {
    HitKind.CERTIFICATION: CATALOGUE.certifications,
    HitKind.ROLE: CATALOGUE.roles,
    HitKind.STAGE: CATALOGUE.stages,
    HitKind.STEP: CATALOGUE.steps,
    HitKind.QUESTION: CATALOGUE.faq,
    HitKind.RESOURCE: CATALOGUE.resources,
    HitKind.WAY: CATALOGUE.ways,
    HitKind.TREND: CATALOGUE.trends,
    HitKind.TERM: CATALOGUE.terms,
}
BY_NAME: dict[str, Strategy] = {
    "certifications": CERTIFICATION_IDS,
    "chosen": _LOCALES,
    "delivery_id": ids(26),
    "draft_id": ids(8),
    "every": st.integers(1, 8),
    "filtered": st.sampled_from(("", *HitKind)),
    "focus": SLUGS,
    "followed": _LOCALES,
    "held_certifications": CERTIFICATION_IDS,
    "kept_because": REASONS,
    "key_skills": SLUGS,
    "level": st.sampled_from(("entry", "intermediate", "advanced", "expert")),
    "locale": _LOCALES,
    "missing_certifications": CERTIFICATION_IDS,
    "next_roles": _ROLE_IDS,
    "own_id": CERTIFICATION_IDS,
    "pages": st.sampled_from(tuple(CATALOGUE.pages)),
    "picked": st.integers(0, 2**25 - 1).map(str),
    "pause_reason": REASONS,
    "predecessors": CERTIFICATION_IDS,
    "previous_roles": _ROLE_IDS,
    "prior_certs": CERTIFICATION_IDS,
    "reason": REASONS,
    "related": st.sampled_from(tuple(CATALOGUE.terms)),
    "relevant_roles": _ROLE_IDS,
    "resources": st.sampled_from(tuple(CATALOGUE.resources)),
    "roles": _ROLE_IDS,
    "skills": SLUGS,
    "stage": _STAGE_IDS,
    "stage_ids": _STAGE_IDS,
    "state": st.sampled_from(("open", "done", "all")),
    "successors": CERTIFICATION_IDS,
    "target_role": _ROLE_IDS,
    "token": ids(8),
    "topic": SLUGS,
    "url": WEBS,
    "useful_certifications": CERTIFICATION_IDS,
    "ways": st.sampled_from(tuple(CATALOGUE.ways)),
    "terms": st.sampled_from(tuple(CATALOGUE.terms)),
    "weekday": st.integers(0, 6),
    "also": st.integers(0, 6),
    "nth": st.sampled_from((1, 2, 3, 4, -1)),
    "zone": st.sampled_from(_ZONES),
}
