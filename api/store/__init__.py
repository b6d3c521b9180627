"""Between the library's values and the rows they are kept in."""
