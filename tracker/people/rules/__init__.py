"""The pure rules of people: answers, dates and consent; households; case codes; how names are compared."""
