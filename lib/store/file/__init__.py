"""The database as one file on one machine: opened for one thing at a time, by one program at a time."""
