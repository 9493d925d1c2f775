"""What scripts may rely on, proved from outside: a file for each section of the contract."""
