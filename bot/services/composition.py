"""Every service, built once: what the dialogues may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.catalogue.topics import offered, topics_of
from bot.model import MemberId, PostKind
from bot.ports import Clock, Messenger, Places, Roster
from bot.schedule.check_in import CheckInKind
from bot.schedule.kinds import Kind
from bot.services.arrivals import Arrivals
from bot.services.audit import Audit
from bot.services.beginnings import Beginnings
from bot.services.career import Career
from bot.services.certifications import Certifications
from bot.services.check_ins import CheckIns
from bot.services.communities import Communities
from bot.services.community_data import CommunityData
from bot.services.community_entries import CommunityEntries
from bot.services.content_sections import ContentSection, TopicsSection
from bot.services.drafts import Memory
from bot.services.goal_ends import GoalEnds
from bot.services.goal_names import GoalNames
from bot.services.goals import Goals
from bot.services.housekeeping import Housekeeping
from bot.services.inbox import Inbox
from bot.services.members import Members
from bot.services.mentor_endings import MentorEndings
from bot.services.mentor_health import MentorHealth
from bot.services.mentor_offers import MentorOffers
from bot.services.mentor_pauses import MentorPauses
from bot.services.mentor_requests import MentorRequests
from bot.services.mentor_rounds import MentorRounds
from bot.services.mentor_rules import RuleBook
from bot.services.mentor_sessions import MentorSessions
from bot.services.mentor_turns import MentorTurns
from bot.services.mentoring import Mentoring
from bot.services.mentoring_sections import RulesSection
from bot.services.mentors import Mentors
from bot.services.mentorships import Mentorships
from bot.services.newcomers import Newcomers
from bot.services.privacy import Privacy
from bot.services.profiles import Profiles
from bot.services.questions import Questions
from bot.services.reminders import Reminders
from bot.services.reports import Reports
from bot.services.sections import CommunitySection, PostsSection, TrailSection
from bot.services.stats import Stats
from bot.services.stops import Stops
from bot.services.topics import Topics
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Core:
    """What services are built on.

    ``refused`` are the members whom direct messages do not reach, shared with the sender; ``wake``
    tells the engine that something is due earlier than it knows.
    """

    database: Database
    clock: Clock
    catalogue: Catalogue
    kinds: Mapping[PostKind, Kind]
    messenger: Messenger
    places: Places
    roster: Roster
    refused: set[MemberId]
    wake: Callable[[], None]
    operator_contact: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """What the dialogues may ask for."""

    catalogue: Catalogue
    search: CatalogueSearch
    questions: Questions
    clock: Clock
    messenger: Messenger
    places: Places
    memory: Memory
    career: Career
    beginnings: Beginnings
    certifications: Certifications
    audit: Audit
    goals: Goals
    goal_names: GoalNames
    goal_ends: GoalEnds
    communities: Communities
    community_data: CommunityData
    arrivals: Arrivals
    entries: CommunityEntries
    topics: Topics
    stats: Stats
    stops: Stops
    mentoring: Mentoring
    rule_book: RuleBook
    mentor_health: MentorHealth
    mentors: Mentors
    mentor_offers: MentorOffers
    mentor_requests: MentorRequests
    mentorships: Mentorships
    mentor_pauses: MentorPauses
    mentor_sessions: MentorSessions
    mentor_endings: MentorEndings
    mentor_turns: MentorTurns
    mentor_rounds: MentorRounds
    reports: Reports
    privacy: Privacy
    members: Members
    newcomers: Newcomers
    inbox: Inbox
    check_ins: CheckIns
    reminders: Reminders
    profiles: Profiles
    housekeeping: Housekeeping
    operator_contact: str


def build_services(core: Core) -> Services:
    """Return every service, each built on ``core`` and on those that it asks itself."""
    database, clock, catalogue = core.database, core.clock, core.catalogue
    search = CatalogueSearch(catalogue)
    memory = Memory()
    memory.add(lambda owner: core.refused.discard(MemberId(owner)))
    audit = Audit(database, clock)
    communities = Communities(database, clock, on_change=core.wake)
    mentoring = Mentoring(database, catalogue, core.kinds)
    goals = Goals(database, clock, search)
    goal_ends = GoalEnds(database, clock)
    profiles = Profiles(database, clock, search)
    career = Career(catalogue, search, profiles, goals, mentoring)
    members = Members(
        database, clock, core.messenger, core.kinds, core.refused, on_change=core.wake
    )
    topics = Topics(database, clock, catalogue)
    mentors = Mentors(
        database,
        clock,
        offered(topics_of(catalogue, PostKind.TREND_TIP)),
        on_change=core.wake,
    )
    rule_book = RuleBook(database, clock, on_change=core.wake)
    mentor_offers = MentorOffers(database, clock, on_change=core.wake)
    mentorships = Mentorships(database, clock, mentor_offers, on_change=core.wake)
    sections = (
        CommunitySection(clock),
        PostsSection(clock, communities),
        TopicsSection(clock, topics),
        ContentSection(clock),
        RulesSection(rule_book),
        TrailSection(),
    )
    community_data = CommunityData(database, clock, sections, on_change=core.wake, memory=memory)
    return Services(
        catalogue=catalogue,
        search=search,
        questions=Questions(),
        clock=clock,
        messenger=core.messenger,
        places=core.places,
        memory=memory,
        career=career,
        beginnings=Beginnings(catalogue, career, goals, profiles, members),
        certifications=Certifications(search),
        audit=audit,
        goals=goals,
        goal_names=GoalNames(database, clock),
        goal_ends=goal_ends,
        communities=communities,
        community_data=community_data,
        arrivals=Arrivals(database, clock, core.messenger, communities),
        entries=CommunityEntries(database, clock, catalogue, memory),
        topics=topics,
        stats=Stats(database, clock, core.roster),
        stops=Stops(database, clock),
        mentoring=mentoring,
        rule_book=rule_book,
        mentor_health=MentorHealth(database, clock),
        mentors=mentors,
        mentor_offers=mentor_offers,
        mentor_requests=MentorRequests(
            database, clock, mentors, mentor_offers, search, on_change=core.wake, memory=memory
        ),
        mentorships=mentorships,
        mentor_pauses=MentorPauses(database, clock, on_change=core.wake),
        mentor_endings=MentorEndings(database, clock, on_change=core.wake),
        mentor_sessions=MentorSessions(database, clock, goals, on_change=core.wake),
        mentor_turns=MentorTurns(database, mentors, mentor_offers, mentorships),
        mentor_rounds=MentorRounds(
            database, clock, mentor_offers, search, on_change=core.wake, memory=memory
        ),
        reports=Reports(
            database, clock, core.messenger, mentor_offers, mentorships, on_change=core.wake
        ),
        privacy=Privacy(database, memory, (mentor_offers.leave, mentorships.leave)),
        members=members,
        newcomers=Newcomers(database, memory),
        inbox=Inbox(database, clock, core.kinds),
        reminders=Reminders(database, clock, on_change=core.wake, memory=memory),
        check_ins=CheckIns(database, clock, CheckInKind(catalogue), on_change=core.wake),
        profiles=profiles,
        housekeeping=Housekeeping(
            database, clock, audit, community_data, goal_ends, core.places.is_in
        ),
        operator_contact=core.operator_contact,
    )
