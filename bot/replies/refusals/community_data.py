"""What is refused about the file of a community's settings, and about each section of it."""

from __future__ import annotations

from bot.errors import InvalidInputError, StaleActionError
from bot.model import ChannelId, PostKind
from bot.replies.forms import POST_TITLES
from bot.words import N_, _

_USE_AN_EXPORT = N_("Use a file from /config data export of this server. Nothing was changed.")
_OF_ANOTHER_SERVER = N_("Channels and roles belong to their server. Nothing was changed.")


def not_handed_over() -> InvalidInputError:
    """Say that the platform did not hand over the file."""
    return InvalidInputError(
        _("Discord didn't deliver the file."), _("Attach it again in a minute.")
    )


def no_settings() -> InvalidInputError:
    """Say that the file is something else."""
    return InvalidInputError(_("This is not a file of a community's settings."), _(_USE_AN_EXPORT))


def other_encoding(name: str = "") -> InvalidInputError:
    """Say that the file is not saved as UTF-8; ``name`` is what it is saved as, if known."""
    found = (
        _("The file is saved as {encoding}.", encoding=name)
        if name
        else _("The file is saved in another encoding than UTF-8 (ANSI or Windows-1252, perhaps).")
    )
    return InvalidInputError(
        found, _("Save it as UTF-8 in your editor, then import it. Nothing was changed.")
    )


def unknown_version() -> InvalidInputError:
    """Say that the file is of another version."""
    return InvalidInputError(
        _("This version of the bot cannot read the version of this file."),
        _("Export again with this bot. Nothing was changed."),
    )


def another_server() -> InvalidInputError:
    """Say that the file belongs to another community."""
    return InvalidInputError(_("These are the settings of another server."), _(_OF_ANOTHER_SERVER))


def misshapen(place: str) -> InvalidInputError:
    """Say where the file first differs from its shape."""
    return InvalidInputError(
        _("The file cannot be used; the first mistake is at: {place}", place=place),
        _(_USE_AN_EXPORT),
    )


def no_import_waits() -> StaleActionError:
    """Say that no file waits to be imported."""
    return StaleActionError(
        _("There is no import to confirm: it was finished, cancelled or expired."),
        _("Run /config data import again; nothing was changed."),
    )


def unknown_language(language: str) -> InvalidInputError:
    """Say that the bot does not speak the language of the file."""
    return InvalidInputError(
        _("The bot does not know the language {language}.", language=language),
        _("Choose one with /config language, then export again."),
    )


def unusable_pause() -> InvalidInputError:
    """Say that the end of a pause cannot be used."""
    return InvalidInputError(
        _("The pause of a post cannot be read or ends too late."),
        _("Write yes, no, or a moment within five years."),
    )


def unusable_topics() -> InvalidInputError:
    """Say that the topics of a post are unknown or too few."""
    return InvalidInputError(
        _("The topics of a post in this file cannot be chosen."),
        _("/config topics shows those there are. Nothing was changed."),
    )


def too_large(most: int) -> InvalidInputError:
    """Refuse a file of more than ``most`` bytes."""
    return InvalidInputError(
        _("The file is larger than {n} KiB.", n=most // 1024), _(_USE_AN_EXPORT)
    )


def holds_too_much() -> InvalidInputError:
    """Refuse a file that holds more than any export."""
    return InvalidInputError(
        _("The file holds more than the settings of a community."), _(_USE_AN_EXPORT)
    )


def reports_channel_lost(channel: ChannelId) -> InvalidInputError:
    """Refuse a file that wants reports where the bot cannot post them."""
    return InvalidInputError(
        _(
            "Reports: channel {channel} isn't in this server, or the bot can't post there.",
            channel=channel.partition(":")[2],
        ),
        _(
            "Give the bot its permissions there, or write null for the channel of reports in the "
            "file and choose another after the import. Nothing was changed."
        ),
    )


def channel_lost(kind: PostKind, channel: ChannelId) -> InvalidInputError:
    """Refuse a file that wants a post where the bot cannot post it."""
    return InvalidInputError(
        _(
            "{post}: channel {channel} isn't in this server, or the bot can't post there.",
            post=_(POST_TITLES[kind]),
            channel=channel.partition(":")[2],
        ),
        _(
            "Give the bot its permissions there, or write null for the channel of this post in the "
            "file and choose another after the import. Nothing was changed."
        ),
    )


def role_lost() -> InvalidInputError:
    """Refuse a file whose mentors' role this community does not give."""
    return InvalidInputError(
        _("The mentors' role in this file doesn't exist in this server."),
        _(
            "It may have been deleted: write null for mentors_role in the file and choose another "
            "after the import. Nothing was changed."
        ),
    )


def entry_of_another() -> InvalidInputError:
    """Refuse a file with an own entry that is another community's."""
    return InvalidInputError(
        _("An entry of this file belongs to another server."),
        _("Take it out of the file and add it with /config content add. Nothing was changed."),
    )
