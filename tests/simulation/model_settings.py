"""What members say about reaching them, and moderators about their posts, in the model test."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.model import COMMUNITY_KINDS, ChannelId, MemberId, PostKind, Schedule
from bot.schedule.recurrence import moment
from tests.simulation.model_people import (
    LOBBY,
    ROOMS,
    SERVER,
    ZONES,
    People,
    deed,
    kinds,
    which,
    who,
)
from tests.simulation.model_promises import Subject

hours = st.sampled_from(["", "07:00", "18:00", "22:00"])


class Settings(People):
    """What members and moderators set."""

    @deed(member=who, zone=st.sampled_from(ZONES))
    def change_zone(self, member: MemberId, zone: str) -> None:
        if self.act(member, self.world.members.change_settings(member, zone=zone)) is None:
            return
        was, self.zones[member] = self.zones[member], zone
        for (subject, _), series in self.ledger.series.items():
            if (subject.owner, subject.kind) == (member, PostKind.GOAL_DEADLINE):
                series.rule = replace(series.rule, zone=zone)
                if series.next_at is not None:
                    # Alerts keep their day, wherever their member is.
                    day = series.next_at.astimezone(ZoneInfo(was)).date()
                    series.next_at = moment(day, series.rule.at, ZoneInfo(zone))

    @deed(member=who, start=hours, end=hours)
    def keep_quiet(self, member: MemberId, start: str, end: str) -> None:
        work = self.world.members.change_settings(member, quiet_from=start, quiet_until=end)
        self.act(member, work)

    @deed(member=who, cap=st.sampled_from(["", "1", "3"]), days=st.sampled_from([0, 1, 5]))
    def cap_or_pause_all(self, member: MemberId, cap: str, days: int) -> None:
        day = (self.now + timedelta(days=days)).date().isoformat() if days else ""
        work = self.world.members.change_settings(member, weekly_cap=cap, pause_until=day)
        self.act(member, work)

    @deed(member=who, place=st.sampled_from(["dm", "channel", "inbox", "way out", "no way out"]))
    def choose_place(self, member: MemberId, place: str) -> None:
        members = self.world.members
        choices = {
            "dm": lambda: members.choose_dm(member),
            "channel": lambda: members.choose_channel(member, LOBBY),
            "inbox": lambda: members.choose_inbox(member),
            "way out": lambda: members.choose_way_out(member, LOBBY),
            "no way out": lambda: members.choose_way_out(member, None),
        }
        self.act(member, choices[place]())
        self.moved.add(member)

    @deed(member=who, number=which | st.none())
    def read_inbox(self, member: MemberId, number: int | None) -> None:
        if number is None:
            self.act(member, self.world.inbox.put_away(member))
            self.ledger.read(member)
        elif found := self.delivered(PostKind.REMINDER):
            member, chosen = found[number % len(found)]
            self.act(member, self.world.inbox.show(member, chosen))
            self.ledger.read(member, chosen)

    @deed(member=who, is_sure=st.integers(0, 3))
    def delete_everything(self, member: MemberId, is_sure: int) -> None:
        if is_sure < 3:
            return
        self.act(member, self.world.privacy.delete(member))
        for subject in self.ledger.of_owner(member):
            self.ledger.forget(subject)
        self.ledger.check_ins.discard(member)
        self.words[member], self.aims[member] = {}, {}
        self.act(member, self.world.members.change_settings(member, zone=self.zones[member]))

    # Moderators

    def agree(self, kind: PostKind, saved: Schedule | None) -> None:
        """Take what the moderator was shown for what is promised."""
        if saved is not None:
            self.ledger.plan(Subject(kind, SERVER), saved.recurrence, saved.next_run_at)

    @deed(kind=kinds, room=st.sampled_from(ROOMS))
    def set_channel(self, kind: PostKind, room: ChannelId) -> None:
        if "refusal" in self.known and self.ledger.open(Subject(kind, SERVER)):
            return
        saved = self.act(None, self.world.communities.set_channel(SERVER, kind, room))
        self.moved.add(kind)
        self.rooms[kind] = (room, len(self.world.channel.refused))
        self.agree(kind, saved)

    @deed(kind=kinds, room=st.sampled_from(ROOMS))
    def move_house(self, kind: PostKind, room: ChannelId) -> None:
        """Post elsewhere and delete the channel of before."""
        was = self.rooms.get(kind)
        self.set_channel(kind, room)
        if was is not None and self.rooms[kind][0] == room != was[0]:
            self.world.channel.gone.add(was[0])

    @deed(kind=kinds)
    def clear_channel(self, kind: PostKind) -> None:
        saved = self.act(None, self.world.communities.clear_channel(SERVER, kind))
        self.ledger.stop(Subject(kind, SERVER))
        self.agree(kind, saved)

    @deed(
        kind=kinds,
        weekday=st.integers(0, 6) | st.none(),
        at=st.sampled_from(["09:00", "18:30", None]),
        zone=st.sampled_from([*ZONES, None]),
    )
    def set_schedule(
        self, kind: PostKind, weekday: int | None, at: str | None, zone: str | None
    ) -> None:
        saved = self.act(None, self.world.communities.set_schedule(SERVER, kind, weekday, at, zone))
        self.ledger.free(Subject(kind, SERVER))
        self.agree(kind, saved)

    @deed(kind=kinds, days=st.sampled_from([None, 1, 3, 10]))
    def pause_post(self, kind: PostKind, days: int | None) -> None:
        until = None if days is None else (self.now + timedelta(days=days)).date().isoformat()
        saved = self.act(None, self.world.communities.pause(SERVER, kind, until))
        if saved is not None:
            self.ledger.stop(Subject(kind, SERVER))
            self.agree(kind, saved)

    @deed(kind=kinds)
    def resume_post(self, kind: PostKind) -> None:
        self.agree(kind, self.act(None, self.world.communities.resume(SERVER, kind)))

    @deed()
    def remove_bot(self) -> None:
        self.world.channel.gone.update(ROOMS)
        self.world.channel.refused.extend(ROOMS)
        self.act(None, self.world.communities.remove(SERVER))
        for kind in COMMUNITY_KINDS:
            for promise in self.ledger.open(Subject(kind, SERVER)):
                promise.is_free = True

    @deed()
    def invite_bot(self) -> None:
        self.world.channel.gone.difference_update(ROOMS)
        self.act(None, self.world.arrivals.arrive(SERVER, self.world.clock.real(), None))
        self.look_again()

    def look_again(self) -> None:
        channel = self.world.channel
        self.act(
            None,
            self.world.communities.resume_accessible(
                "discord", lambda room: channel.access(room).is_postable
            ),
        )
