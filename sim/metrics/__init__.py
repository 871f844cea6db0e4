"""KPIs, made from tables of records alone."""
