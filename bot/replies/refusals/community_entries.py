"""What is refused about the entries that a community adds for itself."""

from __future__ import annotations

from bot.errors import InvalidInputError, NotFoundError, StaleActionError
from bot.words import N_, _

TITLE = N_("The title")
TEXT = N_("The text")
_WHOLE_ADDRESS = N_("Paste the whole address, such as https://example.org/page.")


def no_such_entry() -> NotFoundError:
    """Say that the community has no such entry (any more)."""
    return NotFoundError(
        _("This community has no such entry (any more)."),
        _("A moderator sees them all with /config content list."),
    )


def draft_gone() -> StaleActionError:
    """Say that a draft is no longer there to be saved or changed."""
    return StaleActionError(
        _("This draft is gone; nothing was saved."),
        _("Type it again with /config content add."),
    )


def too_many(most: int) -> InvalidInputError:
    """Say that the community can have no more entries."""
    return InvalidInputError(
        _("This community has {most} entries of its own, which is the most.", most=most),
        _("Remove one in /config content list, then save this one."),
    )


def no_words(what: str) -> InvalidInputError:
    """Say that the ``TITLE`` or ``TEXT`` says nothing in words."""
    return InvalidInputError(
        _("{what} needs words.", what=_(what)), _("Say it in a sentence or two.")
    )


def too_long(what: str, n: int, most: int) -> InvalidInputError:
    """Say that the ``TITLE`` or ``TEXT`` is too long."""
    return InvalidInputError(
        _("{what} has {n} characters; {most} is the most.", what=_(what), n=n, most=most),
        _("Say it in a sentence or two."),
    )


def no_address() -> InvalidInputError:
    """Say that a link needs an address."""
    return InvalidInputError(
        _("A link needs an address."), _("Paste one that begins with https://.")
    )


def no_site() -> InvalidInputError:
    """Say that an address names no site."""
    return InvalidInputError(_("This address names no site of the web."), _(_WHOLE_ADDRESS))


def not_secure(scheme: str) -> InvalidInputError:
    """Say that an address is of another kind than https."""
    return InvalidInputError(
        _("A link must begin with https://; this one begins with {scheme}:", scheme=scheme),
        _("Most sites show the same page at https://; try it in your browser, then paste that."),
    )


def hidden_in_link() -> InvalidInputError:
    """Say that an address holds signs that nobody can see."""
    return InvalidInputError(
        _("The link holds signs that cannot be seen."),
        _("Open the page and copy the address from the browser again."),
    )


def misleading_link() -> InvalidInputError:
    """Say that an address holds what could hide where it leads."""
    return InvalidInputError(
        _("A link may not hold a user name, spaces, backslashes or angle brackets."),
        _(_WHOLE_ADDRESS),
    )


def long_link(n: int, most: int) -> InvalidInputError:
    """Say that an address is too long."""
    return InvalidInputError(
        _("The link has {n} characters; {most} is the most.", n=n, most=most), _(_WHOLE_ADDRESS)
    )
