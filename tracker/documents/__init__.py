"""Documents: files on a case, checked by content, rid of what they tell by the way, sealed in chunks, sent back as attachments only."""
