"""What is done with plans, the same for the interface and for the pages."""
