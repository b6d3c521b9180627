"""Commands of the service beside ``serve``, one file each."""
