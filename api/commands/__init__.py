"""Commands for whoever runs the service, one file each."""
