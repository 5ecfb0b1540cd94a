"""People: who the programmes deal with, what they say of themselves, and with whom they live.

Words: a *person* is known by a case code; their *identity* is names, birth date, contacts and documents;
*self-identification* is gender and nations in their own words; a *household* is persons who relocate together.
"""
