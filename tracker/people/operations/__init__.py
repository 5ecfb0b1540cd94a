"""Writing persons: one function for each deed of the field; each checks the rule, changes, writes the trail."""

from tracker.people.operations.answers import answer_gender, answer_origin, answer_self_identification
from tracker.people.operations.care import (
    CareBy,
    assign_care,
    assign_care_to_all,
    hand_over_all_care,
    hand_over_care,
)
from tracker.people.operations.changes import next_change_number, raise_change_number
from tracker.people.operations.consents import give_consent, note_basis, withdraw_consent
from tracker.people.operations.forgetting import COLUMNS_OF_ANSWERS
from tracker.people.operations.households import (
    change_principal,
    found_household,
    found_households,
    join_household,
    join_household_of,
    leave_household,
    log_member,
)
from tracker.people.operations.identity import amend_background, amend_identity
from tracker.people.operations.links import make_link, withdraw_link
from tracker.people.operations.log import NewPerson, log_person, log_persons
from tracker.people.operations.own_words import speak_for_oneself
from tracker.people.operations.stays import move_to, new_stay, remove_stay
from tracker.people.operations.trail import note_search, note_view

__all__ = [
    "COLUMNS_OF_ANSWERS",
    "CareBy",
    "NewPerson",
    "amend_background",
    "amend_identity",
    "answer_gender",
    "answer_origin",
    "answer_self_identification",
    "assign_care",
    "assign_care_to_all",
    "change_principal",
    "found_household",
    "found_households",
    "give_consent",
    "hand_over_all_care",
    "hand_over_care",
    "join_household",
    "join_household_of",
    "leave_household",
    "log_member",
    "log_person",
    "log_persons",
    "make_link",
    "move_to",
    "new_stay",
    "next_change_number",
    "note_basis",
    "note_search",
    "note_view",
    "raise_change_number",
    "remove_stay",
    "speak_for_oneself",
    "withdraw_consent",
    "withdraw_link",
]
