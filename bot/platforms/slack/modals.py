"""Forms as Slack's modals: drawn from data, and read back by any process that gets them.

Source: docs.slack.dev, reference/views/modal-views and reference/block-kit/block-elements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from bot.cards import Strong
from bot.dialogues.forms import ChannelChoice, Choice, Field, Line, Opened
from bot.dialogues.seam import Suggestions, Value
from bot.platforms.slack import limits
from bot.platforms.slack.identity import channel_id, name_on_slack
from bot.platforms.slack.renderer import plain, rich
from bot.platforms.slack.richtext import Reader, clean, draw
from bot.replies import submissions
from bot.replies import typed as replies
from bot.words import _

Json = dict[str, Any]
NameOf = Callable[[str], str]

CALLBACK = "form"
REFUSED = "refused"
"""The block that says what could not be saved, where no field is to blame."""

_LINE, _SUGGEST, _CHOICE, _CHANNEL, _ROLE = "line", "suggest", "choice", "channel", "role"
_LONGEST_EXAMPLE = 150


@dataclass(frozen=True, slots=True)
class Kept:
    """What a modal keeps for when it is sent: what saves it, and where to answer then.

    ``url`` answers whatever opened it, in its ``channel``; ``is_own``: a message that only its
    reader has, so that it may be replaced.
    """

    verb: str
    args: tuple[str, ...]
    marks: str
    url: str | None = None
    channel: str | None = None
    is_own: bool = False

    def written(self) -> str:
        """Return it as a view's private_metadata.

        Raises
        ------
        StaleActionError
            It would say more than fits, which nothing that was shown ever asked for.
        """
        told = {
            "v": self.verb,
            "a": self.args,
            "m": self.marks,
            "u": self.url,
            "c": self.channel,
            "o": self.is_own,
        }
        written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        if len(written) > limits.METADATA:
            raise submissions.outdated()
        return written


def read_kept(view: Mapping[str, Any]) -> Kept:
    """Return what a modal kept.

    Raises
    ------
    StaleActionError
        It is none of ours, or of another version's.
    """
    try:
        told = json.loads(view.get("private_metadata") or "")
        args = tuple(map(str, told["a"]))
        own = bool(told["o"])
        return Kept(str(told["v"]), args, str(told["m"]), told["u"], told["c"], own)
    except (ValueError, KeyError, TypeError) as error:
        raise submissions.outdated() from error


def draw_modal(opened: Opened, kept: Kept, name_of: NameOf) -> Json:
    """Return the view of a form; ``name_of`` are the names of groups by our ids."""
    title = _(opened.form.title)
    blocks: list[Json] = []
    if len(title) > limits.MODAL_TITLE:
        blocks.append(rich(draw((Strong(title),), Reader())))
    for field in opened.form.fields:
        blocks.append(_block(field, opened.shown.get(field.key, ""), name_of))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(title, limits.MODAL_TITLE),
        "submit": plain(_(replies.SEND), limits.MODAL_TITLE),
        "close": plain(_(replies.CANCEL), limits.MODAL_TITLE),
        "private_metadata": kept.written(),
        "blocks": blocks,
    }


def refuse(view: Mapping[str, Any], message: str) -> Json:
    """Return a modal as it is, beginning with what could not be saved; what was typed stays."""
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    told = rich(draw((Strong(message),), Reader())) | {"block_id": REFUSED}
    blocks = [one for one in view["blocks"] if one.get("block_id") != REFUSED]
    return {**{key: view[key] for key in kept}, "blocks": [told, *blocks]}


def read_modal(view: Mapping[str, Any]) -> dict[str, Value]:
    """Return what was filled in, by the fields' keys; what was chosen as a tuple of values."""
    team = str(view.get("app_installed_team_id") or view.get("team_id"))
    sent: dict[str, Value] = {}
    for key, fields in view["state"]["values"].items():
        for kind, told in cast(Mapping[str, Json], fields).items():
            sent[key] = _value(kind, told, team)
    return sent


def list_typed(sent: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what was typed into a form that nothing stores any more."""
    return tuple(value for value in sent.values() if isinstance(value, str) and value)


def options(found: Suggestions, typed: str) -> list[Json]:
    """Return what a select offers; what was typed is among it, as people need not choose."""
    offered = [one for one in found if len(one[1]) <= limits.OPTION_VALUE]
    said = clean(typed).strip()
    if said and len(said) <= limits.OPTION_VALUE and not any(said in one for one in offered):
        offered = [*offered[: limits.OPTIONS - 1], (said, said)]
    return [_option(label, value) for label, value in offered[: limits.OPTIONS]]


def _block(field: Field, shown: Value, name_of: NameOf) -> Json:
    values = tuple(filter(None, (shown,) if isinstance(shown, str) else shown))
    block: Json = {
        "type": "input",
        "block_id": field.key,
        "label": plain(_(field.label), limits.LABEL),
        "element": _element(field, values, name_of),
        "optional": not field.is_required,
    }
    if field.hint:
        block["hint"] = plain(_(field.hint), limits.LABEL)
    return block


def _element(field: Field, values: tuple[str, ...], name_of: NameOf) -> Json:
    if isinstance(field, Line):
        return _line(field, "".join(values))
    if isinstance(field, Choice):
        return _choice(field, values)
    if isinstance(field, ChannelChoice):
        chosen = {"initial_conversation": name_on_slack(values[0])} if values else {}
        kinds = {"include": ["public", "private"], "exclude_bot_users": True}
        return {
            "type": "conversations_select",
            "action_id": _CHANNEL,
            "filter": kinds,
            **chosen,
        }
    initial = {"initial_option": _option(name_of(values[0]), values[0])} if values else {}
    return {"type": "external_select", "action_id": _ROLE, "min_query_length": 0, **initial}


def _line(field: Line, text: str) -> Json:
    example = {"placeholder": plain(_(field.example), _LONGEST_EXAMPLE)} if field.example else {}
    if field.suggest is not None and len(text) <= limits.OPTION_VALUE:
        initial = {"initial_option": _option(text, text)} if text else {}
        return {
            "type": "external_select",
            "action_id": _SUGGEST,
            "min_query_length": 0,
            **example,
            **initial,
        }
    # What is too long is shown whole, to be shortened.
    room = min(max(field.longest, len(text)), limits.INPUT)
    return {
        "type": "plain_text_input",
        "action_id": _LINE,
        "multiline": field.is_long or "\n" in text,
        "max_length": room,
        **example,
        **({"initial_value": limits.clip(text, room)} if text else {}),
    }


def _choice(field: Choice, values: tuple[str, ...]) -> Json:
    offered = [_option(_(label), value) for label, value in field.options[: limits.OPTIONS]]
    chosen = [one for one in offered if one["value"] in values]
    if field.most == 1:
        initial = {"initial_option": chosen[0]} if chosen else {}
        return {"type": "static_select", "action_id": _CHOICE, "options": offered, **initial}
    most = min(field.most, len(field.options))
    return {
        "type": "multi_static_select",
        "action_id": _CHOICE,
        "options": offered,
        "max_selected_items": most,
        **({"initial_options": chosen[:most]} if chosen else {}),
    }


def _option(label: str, value: str) -> Json:
    return {"text": plain(label, limits.OPTION_TEXT), "value": value}


def _value(kind: str, told: Json, team: str) -> Value:
    if kind == _LINE:
        return str(told.get("value") or "").strip()
    if kind == _CHANNEL:
        chosen = told.get("selected_conversation")
        return (channel_id(team, str(chosen)),) if chosen else ()
    options = told.get("selected_options") or [told.get("selected_option")]
    values = tuple(str(one["value"]) for one in options if one)
    return "".join(values) if kind == _SUGGEST else values
