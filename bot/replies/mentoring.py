"""The words that all cards of mentoring share: topics, languages, parts of the week."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Note
from bot.replies import facts
from bot.words import N_, _, plural

SLOT_NAMES = {
    "workday-early": N_("Weekdays, 6:00 to 8:00"),
    "workday-morning": N_("Weekdays, 8:00 to 12:00"),
    "workday-noon": N_("Weekdays, 12:00 to 14:00"),
    "workday-afternoon": N_("Weekdays, 14:00 to 18:00"),
    "workday-evening": N_("Weekdays, 18:00 to 22:00"),
    "saturday-morning": N_("Saturday, 8:00 to 12:00"),
    "saturday-afternoon": N_("Saturday, 12:00 to 18:00"),
    "saturday-evening": N_("Saturday, 18:00 to 22:00"),
    "sunday-morning": N_("Sunday, 8:00 to 12:00"),
    "sunday-afternoon": N_("Sunday, 12:00 to 18:00"),
    "sunday-evening": N_("Sunday, 18:00 to 22:00"),
}
"""The parts of a week (``bot.model_mentoring.SLOTS``), in the zone of whoever chooses them."""

# Names as their own speakers write them (CLDR), the most spoken first.
LANGUAGE_NAMES = {
    "en": "English",
    "es": "Español",
    "hi": "हिन्दी",
    "fr": "Français",
    "ar": "العربية",
    "pt": "Português",
    "bn": "বাংলা",
    "ru": "Русский",
    "ur": "اردو",
    "id": "Indonesia",
    "de": "Deutsch",
    "ja": "日本語",
    "tr": "Türkçe",
    "ta": "தமிழ்",
    "vi": "Tiếng Việt",
    "ko": "한국어",
    "it": "Italiano",
    "pl": "Polski",
    "uk": "Українська",
    "nl": "Nederlands",
    "ro": "Română",
    "zh": "中文",
}


ABOUT_YOU = N_("What you say about yourself")
YOUR_GOAL = N_("Your goal")
WHAT_YOU_TRIED = N_("What you tried")


def looked_for(topic: str | None, certification: str | None) -> str:
    """Name what a mentor is looked for; neither is everything."""
    return certification or (facts.words(topic) if topic else _("your path"))


def topic_words(topics: Sequence[str]) -> str:
    """Name topics; none is any."""
    return ", ".join(map(facts.words, topics)) or _("any topic")


def language_words(languages: Sequence[str]) -> str:
    """Name languages."""
    return ", ".join(LANGUAGE_NAMES.get(one, one) for one in languages)


def slot_words(slots: Sequence[str]) -> str:
    """Name parts of the week."""
    return "; ".join(_(SLOT_NAMES[one]) for one in SLOT_NAMES if one in slots) or _("any time")


def day_count(days: int) -> str:
    """Say how many days."""
    return plural("{n} day", "{n} days", days)


def rules() -> Note:
    """Say what both sides keep to."""
    return Note(
        (
            _(
                "Be kind and keep what you hear to yourself. No payments, no dating. You must be "
                "13 or older. Either of you can end it at any time, without a reason. If anything "
                "feels wrong, end it and tell a moderator."
            ),
        )
    )
