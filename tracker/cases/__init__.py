"""Cases: the file that one organisation keeps on one person, with its status, risk, tasks, notes and documents."""
