"""Tasks: what somebody has to do until a day, about a case or about nobody; once, or again and again."""
