"""The account of age: how people of each age and stage of life fared, and where age counts at all (45 CFR 92.210)."""
