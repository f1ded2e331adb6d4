"""views.*: modals and the Home tab."""

from __future__ import annotations

from playground.slack.deeds import Deed
from playground.slack.errors import SlackError, refused_arguments
from playground.slack.methods.call import Call, method
from playground.slack.rate_limits import TIER_4
from playground.slack.views import View
from playground.wire import Json

_OTHER_ROOT = (
    "must match the `type` of the root view whose stack we're pushing onto "
    "[json-pointer:/view/type]"
)


@method("views.open", TIER_4)
def open_view(call: Call) -> Json:
    """Open a modal in answer to what somebody did."""
    _need_view(call)
    deed = _exchanged(call)
    view = call.views.open(deed.user, call.given["view"], deed.id)
    return _answer(call, view, deed)


@method("views.push", TIER_4)
def push(call: Call) -> Json:
    """Put a modal on top of the one in which somebody did something."""
    _need_view(call)
    deed = _exchanged(call)
    if deed.view in {home.id for home in call.views.homes.values()}:
        raise refused_arguments(_OTHER_ROOT)
    view = call.views.push(deed.user, call.given["view"], deed.id)
    return _answer(call, view, deed)


@method("views.update", TIER_4)
def update(call: Call) -> Json:
    """Change a view that is open."""
    _need_view(call)
    view_id, external_id = call.given.get("view_id"), call.given.get("external_id")
    if not view_id and not external_id:
        raise refused_arguments("must provide either `view_id` or `external_id`")
    view = call.views.find(view_id, external_id)
    call.views.update(view, call.given["view"], call.given.get("hash"))
    return _answer(call, view)


@method("views.publish", TIER_4)
def publish(call: Call) -> Json:
    """Set somebody's Home tab."""
    _need_view(call)
    [user] = call.need("user_id")
    if user not in call.workspace.users:
        raise refused_arguments("invalid `user_id`")
    view = call.views.publish(user, call.given["view"], call.given.get("hash"))
    return _answer(call, view)


def _need_view(call: Call) -> None:
    if not call.given.get("view"):
        raise refused_arguments("missing required field: view")


def _exchanged(call: Call) -> Deed:
    trigger = call.given.get("trigger_id") or call.given.get("interactivity_pointer")
    if not trigger:
        raise SlackError("invalid_trigger_id")
    return call.interactions.deeds.exchange(trigger)


def _answer(call: Call, view: View, deed: Deed | None = None) -> Json:
    if deed is not None:
        deed.opened = view.id
    return {"ok": True, "view": call.views.told(view)}
