"""rich_text: text whose form is told by structure, so that nothing in it can format or ping."""

from __future__ import annotations

from playground.slack.block_kit.composition import ID, URL
from playground.slack.block_kit.schema import (
    anything,
    array,
    boolean,
    by_type,
    integer,
    one_of,
    string,
    thing,
)

_MOST = 10_000
_style = thing(
    {},
    {name: boolean for name in ("bold", "italic", "strike", "code", "underline", "highlight")}
    | {"client_highlight": boolean, "unlink": boolean},
)
_PLAIN = {"type": anything}
_styled = {"style": _style}
inline = by_type(
    {
        "text": thing({**_PLAIN, "text": string(_MOST, 1)}, _styled),
        "link": thing(
            {**_PLAIN, "url": URL}, {**_styled, "text": string(_MOST), "unsafe": boolean}
        ),
        "emoji": thing(
            {**_PLAIN, "name": string(255, 1)}, {**_styled, "unicode": string(255), "url": URL}
        ),
        "user": thing({**_PLAIN, "user_id": ID}, _styled),
        "channel": thing({**_PLAIN, "channel_id": ID}, _styled),
        "usergroup": thing({**_PLAIN, "usergroup_id": ID}, _styled),
        "team": thing({**_PLAIN, "team_id": ID}, _styled),
        "broadcast": thing({**_PLAIN, "range": one_of("here", "channel", "everyone")}, _styled),
        "color": thing({**_PLAIN, "value": string(9, 4)}, _styled),
        "date": thing(
            {**_PLAIN, "timestamp": integer(0, 2**53), "format": string(500, 1)},
            {**_styled, "url": URL, "fallback": string(500)},
        ),
    }
)
_line = array(inline, _MOST, 0)
_section = thing({**_PLAIN, "elements": _line}, {})
element = by_type(
    {
        "rich_text_section": _section,
        "rich_text_list": thing(
            {
                **_PLAIN,
                "style": one_of("bullet", "ordered"),
                "elements": array(by_type({"rich_text_section": _section}), _MOST, 0),
            },
            {
                "indent": integer(0, 8),
                "offset": integer(0, _MOST),
                "border": integer(0, 1),
            },
        ),
        "rich_text_preformatted": thing(
            {
                **_PLAIN,
                "elements": array(by_type({"text": anything, "link": anything}), _MOST, 0),
            },
            {"border": integer(0, 1), "language": string(50)},
        ),
        "rich_text_quote": thing({**_PLAIN, "elements": _line}, {"border": integer(0, 1)}),
    }
)
rich_text = thing({**_PLAIN, "elements": array(element, _MOST, 0)}, {"block_id": ID})
