"""What the answers of persons are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracker.people.rules.answers import FromRussia, Gender, LawfulBasis, OriginAnswer, Purpose, SaidBy
from tracker.people.rules.facts import Channel
from tracker.people.rules.households import Relationship
from tracker.people.rules.own_words import Language, LinkState, Question

GENDER_WORDS = {
    Gender.WOMAN: _l("Woman"),
    Gender.MAN: _l("Man"),
    Gender.NON_BINARY_OR_OTHER: _l("Non-binary, or another answer"),
    Gender.DECLINED: _l("Prefers not to say"),
    Gender.NOT_ASKED: _l("Not asked yet"),
}
ORIGIN_WORDS = {
    OriginAnswer.STATED: _l("They named one or several nations"),
    OriginAnswer.DECLINED: _l("Prefers not to say"),
    OriginAnswer.NOT_ASKED: _l("Not asked yet"),
}
SAID_BY_WORDS = {
    SaidBy.SELF: _l("The person"),
    SaidBy.OFFICER_ON_BEHALF: _l("An officer on their behalf"),
}
FROM_RUSSIA_WORDS = {
    FromRussia.YES: _l("Yes"),
    FromRussia.NO: _l("No"),
    FromRussia.NOT_RECORDED: _l("Not recorded: citizenship and region decide"),
}
PURPOSE_WORDS = {
    Purpose.CASE_WORK: _l("Case work: keeping this file"),
    Purpose.STATISTICS: _l("Statistics: counting their origin"),
    Purpose.SHARING: _l("Sharing with another organisation"),
    Purpose.CONTACT: _l("Contact for news and invitations"),
}
BASIS_WORDS = {
    LawfulBasis.CONTRACT: _l("A contract or grant agreement with them (6(1)(b))"),
    LawfulBasis.LEGAL_OBLIGATION: _l("A legal obligation (6(1)(c))"),
    LawfulBasis.VITAL_INTERESTS: _l("Vital interests: danger to somebody's life (6(1)(d))"),
    LawfulBasis.PUBLIC_INTEREST: _l("A task in the public interest (6(1)(e))"),
    LawfulBasis.LEGITIMATE_INTEREST: _l("A legitimate interest, weighed and written down (6(1)(f))"),
}
LANGUAGE_WORDS = {Language.ENGLISH: _l("English"), Language.RUSSIAN: _l("Russian")}
QUESTION_WORDS = {
    Question.GENDER: _l("Gender"),
    Question.NATIONS: _l("Ethnic origin"),
    Question.REGION: _l("Region of origin"),
    Question.LANGUAGES: _l("Languages"),
    Question.STATISTICS: _l("Use in statistics"),
}
LINK_STATE_WORDS = {
    LinkState.OPEN: _l("Open"),
    LinkState.USED: _l("Used"),
    LinkState.WITHDRAWN: _l("Withdrawn"),
    LinkState.EXPIRED: _l("Expired"),
}
RELATIONSHIP_WORDS = {
    Relationship.PRINCIPAL: _l("Principal"),
    Relationship.SPOUSE: _l("Spouse"),
    Relationship.PARTNER: _l("Partner"),
    Relationship.CHILD: _l("Child"),
    Relationship.PARENT: _l("Parent"),
    Relationship.SIBLING: _l("Brother or sister"),
    Relationship.GRANDPARENT: _l("Grandparent"),
    Relationship.GRANDCHILD: _l("Grandchild"),
    Relationship.WARD: _l("Ward"),
    Relationship.GUARDIAN: _l("Guardian"),
    Relationship.OTHER_RELATIVE: _l("Other relative"),
    Relationship.OTHER: _l("Somebody else"),
}
CHANNEL_WORDS = {
    Channel.PHONE: _l("Telephone"),
    Channel.EMAIL: _l("E-mail"),
    Channel.SIGNAL: _l("Signal"),
    Channel.TELEGRAM: _l("Telegram"),
    Channel.WHATSAPP: _l("WhatsApp"),
    Channel.POST: _l("Post"),
    Channel.OTHER: _l("Another way"),
}
