"""What coordinators and donors look at."""
