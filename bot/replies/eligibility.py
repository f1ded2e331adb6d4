"""Am I eligible: route by route what is met and what is missing, and who really decides."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.cards import Alert, Block, Button, Card, Facts, Inline, Note, Role, Text
from bot.catalogue import Catalogue
from bot.catalogue.eligibility import (
    EDUCATION,
    NO,
    NO_EDUCATION,
    YES,
    Finding,
    Outcome,
    Question,
    State,
    Subject,
)
from bot.catalogue.schema import Certification, Prerequisites, Variant
from bot.replies import certification_parts, facts, related
from bot.replies.certification_parts import CertificationPart
from bot.replies.facts import NOT_VERIFIED
from bot.words import N_, _, plural

FORM_TITLE = N_("Am I eligible?")
NUMBER_EXAMPLE = "24"
_LONGEST_KEPT = 10
_HINTS = {
    Subject.EDUCATION: N_("The highest you have finished"),
    Subject.EXPERIENCE: N_("A whole number of months, 0 if you have none; it is not kept"),
    Subject.TRAINING: N_("Hours of courses on the subject, 0 if you have none; it is not kept"),
    Subject.CERTIFICATION: N_("It is not kept"),
}
_CHOICES = {
    NO_EDUCATION: N_("None of these yet"),
    "secondary": N_("Secondary diploma or associate degree"),
    "degree": N_("Four-year degree (bachelor's) or higher"),
    "gac": N_("Degree from a GAC-accredited programme"),
    YES: N_("Yes"),
    NO: N_("No"),
}
_ORDER = (State.MET, State.UNKNOWN, State.MISSING)
_SEE_MORE = N_(
    "Nothing that is counted here is missing, but not everything is known: see Requirements."
)
_NOT_KEPT = N_("Your answers aren't stored.")
_VERDICTS = {
    State.MET: N_("nothing is missing"),
    State.MISSING: N_("something is missing"),
    State.UNKNOWN: N_("nothing is missing as far as we know"),
}


def label(question: Question, catalogue: Catalogue) -> str:
    """Return what a field of the form asks."""
    match question.subject:
        case Subject.EDUCATION:
            return _("Your education")
        case Subject.EXPERIENCE:
            return _("Months: {kind}", kind=question.about or _("experience"))
        case Subject.TRAINING:
            return _("Hours of training")
        case Subject.CERTIFICATION:
            return _("Do you hold {name}?", name=facts.abbreviation(question.about, catalogue))


def hint(question: Question) -> str:
    """Return how a field is filled in."""
    return _(_HINTS[question.subject])


def choice(value: str) -> str:
    """Return a choice in words."""
    return _(_CHOICES[value])


def assessed(
    entry: Certification,
    variant: Variant | None,
    outcomes: Sequence[Outcome],
    answers: Sequence[str],
    catalogue: Catalogue,
) -> Card:
    """Tell what is met and missing on the nearest route, in numbers, and how the others stand."""
    shown = variant or entry
    needed = shown.prerequisites
    nearest, *others = sorted(outcomes, key=_distance)
    summary = _summary(outcomes, needed) if answers else _unasked(outcomes, needed)
    return Card(
        title=_("Are you eligible for {name}?", name=shown.abbreviation),
        summary=summary,
        blocks=(
            Text((summary,)),
            _route(nearest, catalogue),
            *_others(others),
            *_uncounted(needed, summary),
            *facts.doubt(_("Requirements"), needed.confidence),
            Alert((_decider(entry, is_told=bool(answers)),), "info"),
        ),
        actions=(
            *((_again(shown.id, answers),) if answers else ()),
            related.goal("certification", shown.id),
            certification_parts.button(shown.id, CertificationPart.REQUIREMENTS),
            Button(_("Back to {name}", name=shown.abbreviation), "cert.show", (shown.id,)),
        ),
        sources=facts.sources(needed.sources),
        as_of=entry.last_checked,
        issuer=facts.page_of(entry.official_url.url, _("Issuer's page")),
        role=Role.GOOD if _best(outcomes) is State.MET else Role.INFO,
        is_personal=True,
        is_brief=True,
    )


def _uncounted(needed: Prerequisites, summary: str) -> tuple[Block, ...]:
    """Say where to read what no question asks about, unless the summary does."""
    if summary == _(_SEE_MORE) or not (needed.alternatives or needed.notes):
        return ()
    return (Note((_("There is more to it than is counted here: see Requirements."),)),)


def _again(own_id: str, answers: Sequence[str]) -> Button:
    kept = tuple(map(_kept, answers))
    return Button(_("Change the answers"), "cert.sit", (own_id, *kept), style="primary")


def _kept(answer: str) -> str:
    """Return an answer as a button can hold it: numbers in ASCII, of all else what is short there.

    Signs and other letters take up to twelve characters each, too much for several answers.
    """
    if answer.isdecimal():
        return str(int(answer))
    return answer if len(quote(answer)) <= _LONGEST_KEPT else ""


def _best(outcomes: Sequence[Outcome]) -> State:
    states = {outcome.state for outcome in outcomes}
    return next(state for state in _ORDER if state in states)


def _summary(outcomes: Sequence[Outcome], needed: Prerequisites) -> str:
    match _best(outcomes):
        case State.MISSING if needed.needed_for == "certification":
            return _(
                "You can take the exam without these, but based on your answers something is still "
                "missing for the certification."
            )
        case State.UNKNOWN if needed.notes:
            return _(_SEE_MORE)
        case State.MET:
            return _("Based on your answers, you meet every requirement we have on record.")
        case State.UNKNOWN:
            return _("Nothing that is on file is missing, but not everything is known.")
        case State.MISSING:
            return plural(
                "Based on your answers, something is missing on the only route we have on record.",
                "Based on your answers, something is missing on each of the {n} routes we have on "
                "record.",
                len(outcomes),
            )


def _unasked(outcomes: Sequence[Outcome], needed: Prerequisites) -> str:
    """Sum up where there was nothing to ask."""
    if _best(outcomes) is State.MET:
        return _("Nothing is needed beforehand, as far as we have on record.")
    return _summary(outcomes, needed)


def _decider(entry: Certification, *, is_told: bool) -> str:
    told = _(
        "This isn't an official decision: {issuer} decides when you apply, and may change its "
        "rules.",
        issuer=entry.issuer.name,
    )
    return f"{told} {_(_NOT_KEPT)}" if is_told else told


def _distance(outcome: Outcome) -> tuple[int, int, int]:
    """Return how far off a route is: an education that is missing is farther than all else."""
    missing = [one for one in outcome.findings if one.state is State.MISSING]
    schools = [
        EDUCATION.index(outcome.education) + 1
        for one in missing
        if outcome.education and one.subject is Subject.EDUCATION
    ]
    gap = sum(one.needed - one.given for one in missing)
    return _ORDER.index(outcome.state), sum(schools), gap


def _route(outcome: Outcome, catalogue: Catalogue) -> Facts:
    return Facts(
        tuple(_row(finding, catalogue) for finding in outcome.findings),
        heading=_("{route}: {verdict}", route=_name(outcome), verdict=_(_VERDICTS[outcome.state])),
    )


def _others(outcomes: Sequence[Outcome]) -> tuple[Block, ...]:
    routes = [
        _("{route} ({verdict})", route=_name(outcome), verdict=_(_VERDICTS[outcome.state]))
        for outcome in outcomes
    ]
    return (Facts(((_("Other routes"), ("; ".join(routes),)),)),) if routes else ()


def _name(outcome: Outcome) -> str:
    return facts.education(outcome.education) if outcome.education else _("Everybody")


def _row(finding: Finding, catalogue: Catalogue) -> tuple[str, Inline]:
    names = {
        Subject.EDUCATION: _("Education"),
        Subject.EXPERIENCE: _("Experience"),
        Subject.TRAINING: _("Training"),
        Subject.CERTIFICATION: _("Certification first"),
    }
    return names[finding.subject], (_stands(finding, catalogue),)


def _stands(finding: Finding, catalogue: Catalogue) -> str:
    if finding.state is State.UNKNOWN:
        return _(NOT_VERIFIED)
    if not finding.about and not finding.needed:
        return _(facts.NONE_NEEDED)
    is_met = finding.state is State.MET
    match finding.subject:
        case Subject.EDUCATION:
            what = facts.education(finding.about)
        case Subject.CERTIFICATION:
            what = facts.abbreviation(finding.about, catalogue)
        case Subject.EXPERIENCE | Subject.TRAINING:
            return _number(finding, is_met)
    return _("met: {what}", what=what) if is_met else _("missing: {what}", what=what)


def _number(finding: Finding, is_met: bool) -> str:
    say = facts.months if finding.subject is Subject.EXPERIENCE else facts.hours
    needed = f"{finding.about}: {say(finding.needed)}" if finding.about else say(finding.needed)
    if is_met:
        return _("met: {needed} needed, you have {given}", needed=needed, given=say(finding.given))
    return _(
        "missing {gap}: {needed} needed, you have {given}",
        gap=say(finding.needed - finding.given),
        needed=needed,
        given=say(finding.given),
    )
