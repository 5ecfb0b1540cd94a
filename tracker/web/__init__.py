"""What every page stands on: guarded blueprints, the base form, paging, headers, error pages."""
