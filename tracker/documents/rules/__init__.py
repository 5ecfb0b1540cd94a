"""Pure rules of documents: what may be kept, how much of it, and what a file must not tell by the way."""
