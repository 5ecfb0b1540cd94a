"""The words for kinds of permit, their statuses, and a person's standing."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracker.permits.rules import PermitKind, PermitStatus, Standing
from tracker.permits.rules.conditions import Allowed

KIND_WORDS = {
    PermitKind.VISA_C: _l("Short-stay visa (C)"),
    PermitKind.VISA_D_HUMANITARIAN: _l("Long-stay visa (D), humanitarian"),
    PermitKind.VISA_D: _l("Long-stay visa (D)"),
    PermitKind.RESIDENCE_PERMIT: _l("Residence permit"),
    PermitKind.RESIDENCE_DE_22_2: _l("Residence permit, § 22 sentence 2 (Germany)"),
    PermitKind.RESEARCHER_PERMIT: _l("Researcher permit"),
    PermitKind.BLUE_CARD: _l("EU Blue Card"),
    PermitKind.WORK_PERMIT: _l("Work permit"),
    PermitKind.ASYLUM_PENDING: _l("Asylum procedure"),
    PermitKind.REFUGEE_STATUS: _l("Refugee status"),
    PermitKind.TEMPORARY_PROTECTION: _l("Temporary protection"),
    PermitKind.VISA_FREE: _l("Visa-free stay"),
}
STATUS_WORDS = {
    PermitStatus.PLANNED: _l("planned"),
    PermitStatus.APPLIED: _l("applied for"),
    PermitStatus.GRANTED: _l("granted"),
    PermitStatus.REFUSED: _l("refused"),
    PermitStatus.APPEALED: _l("appealed"),
    PermitStatus.RENEWAL_APPLIED: _l("renewal applied for"),
    PermitStatus.RENEWED: _l("renewed"),
    PermitStatus.EXPIRED: _l("expired"),
    PermitStatus.REVOKED: _l("revoked"),
    PermitStatus.WITHDRAWN: _l("withdrawn"),
}
STATUS_TONES = {
    PermitStatus.PLANNED: "quiet",
    PermitStatus.APPLIED: "attention",
    PermitStatus.GRANTED: "good",
    PermitStatus.REFUSED: "stop",
    PermitStatus.APPEALED: "attention",
    PermitStatus.RENEWAL_APPLIED: "attention",
    PermitStatus.RENEWED: "good",
    PermitStatus.EXPIRED: "stop",
    PermitStatus.REVOKED: "stop",
    PermitStatus.WITHDRAWN: "quiet",
}
STANDING_WORDS = {
    Standing.PERMITTED: _l("permitted to stay"),
    Standing.PENDING: _l("waiting for a decision"),
    Standing.WITHOUT: _l("without a residence permit"),
}
STANDING_TONES = {Standing.PERMITTED: "good", Standing.PENDING: "attention", Standing.WITHOUT: "stop"}
ALLOWED_WORDS = {
    Allowed.NOT_RECORDED: _l("not recorded"),
    Allowed.YES: _l("allowed"),
    Allowed.LIMITED: _l("allowed within limits"),
    Allowed.NO: _l("not allowed"),
}
