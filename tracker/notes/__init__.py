"""Notes: what an officer writes down on a case, sealed, read by the officers who look after the person and nobody else."""
