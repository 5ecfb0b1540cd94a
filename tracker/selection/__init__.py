"""Selection: applications to programmes, each with a dated history of steps from logged to closed."""
