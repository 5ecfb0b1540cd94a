"""Passkeys (WebAuthn): what a browser is asked, and whether what it answers is good. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import options_to_json, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from tracker.access.rules.codes import ISSUER, LABEL
from tracker.errors import RuleBroken

_NOT_TAKEN = "The passkey was not taken. Try again, or use a code."


@dataclass(frozen=True)
class Site:
    """The address that passkeys are bound to: a page that only looks like it gets nothing from them."""

    host: str
    origin: str


def creation_options(site: Site, challenge: bytes, owner: bytes, known: Sequence[bytes]) -> str:
    """Return what a browser is asked in order to make a passkey that is none of the `known` ones.

    The key itself keeps no name and no address, and need not keep anything (a key that is seized says less).
    """
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=ISSUER,
        user_name=LABEL,
        user_id=owner,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def request_options(site: Site, challenge: bytes, known: Sequence[bytes]) -> str:
    """Return what a browser is asked in order to show one of the `known` passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def check_made(site: Site, challenge: bytes, answer: str) -> VerifiedRegistration:
    """Return the passkey that was made for this site and this challenge; raise `RuleBroken`."""
    try:
        return webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise RuleBroken(_NOT_TAKEN) from None


def named_in(answer: str) -> bytes:
    """Return which passkey an answer says it is of; raise `RuleBroken` when it is no answer."""
    try:
        return parse_authentication_credential_json(answer).raw_id
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise RuleBroken(_NOT_TAKEN) from None


def check_shown(
    site: Site, challenge: bytes, answer: str, *, public_key: bytes, sign_count: int
) -> VerifiedAuthentication:
    """Return what is known of a passkey that was shown for this site and this challenge; raise `RuleBroken`.

    A count that does not grow is refused: the key was copied.
    """
    try:
        return webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise RuleBroken(_NOT_TAKEN) from None
