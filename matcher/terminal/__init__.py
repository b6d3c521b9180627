"""What the commands read from and show on a terminal."""
