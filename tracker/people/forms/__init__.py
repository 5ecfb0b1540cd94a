"""The forms of persons: one to log a person, and one for each part that is saved on its own."""

from tracker.people.forms.answers import (
    NATIONS_SHOWN,
    GenderFields,
    NationFields,
    OriginFields,
    SelfIdentificationForm,
)
from tracker.people.forms.background import BackgroundFields, BackgroundForm, with_kept
from tracker.people.forms.consents import STATISTICS_WORDING, BasisForm, ConsentForm, WithdrawalForm
from tracker.people.forms.entries import partial_date
from tracker.people.forms.households import LeaveForm, MemberForm, PrincipalForm, RelationshipFields
from tracker.people.forms.identity import (
    CITIZENSHIPS_SHOWN,
    CONTACTS_SHOWN,
    DOCUMENTS_SHOWN,
    ContactFields,
    IdentityFields,
    IdentityForm,
    TravelDocumentFields,
    country_names,
)
from tracker.people.forms.log import NewPersonForm
from tracker.people.forms.own_words import OWN_STATISTICS_WORDING, LinkForm, OwnWordsForm
from tracker.people.forms.search import SearchForm
from tracker.people.forms.stays import ButtonForm, HostStayForm, StayFields
from tracker.people.forms.words import (
    BASIS_WORDS,
    CHANNEL_WORDS,
    FROM_RUSSIA_WORDS,
    GENDER_WORDS,
    LANGUAGE_WORDS,
    LINK_STATE_WORDS,
    ORIGIN_WORDS,
    PURPOSE_WORDS,
    QUESTION_WORDS,
    RELATIONSHIP_WORDS,
    SAID_BY_WORDS,
)

__all__ = [
    "BASIS_WORDS",
    "CHANNEL_WORDS",
    "CITIZENSHIPS_SHOWN",
    "CONTACTS_SHOWN",
    "DOCUMENTS_SHOWN",
    "FROM_RUSSIA_WORDS",
    "GENDER_WORDS",
    "LANGUAGE_WORDS",
    "LINK_STATE_WORDS",
    "NATIONS_SHOWN",
    "ORIGIN_WORDS",
    "OWN_STATISTICS_WORDING",
    "PURPOSE_WORDS",
    "QUESTION_WORDS",
    "RELATIONSHIP_WORDS",
    "SAID_BY_WORDS",
    "STATISTICS_WORDING",
    "BackgroundFields",
    "BackgroundForm",
    "BasisForm",
    "ButtonForm",
    "ConsentForm",
    "ContactFields",
    "GenderFields",
    "HostStayForm",
    "IdentityFields",
    "IdentityForm",
    "LeaveForm",
    "LinkForm",
    "MemberForm",
    "NationFields",
    "NewPersonForm",
    "OriginFields",
    "OwnWordsForm",
    "PrincipalForm",
    "RelationshipFields",
    "SearchForm",
    "SelfIdentificationForm",
    "StayFields",
    "TravelDocumentFields",
    "WithdrawalForm",
    "country_names",
    "partial_date",
    "with_kept",
]
