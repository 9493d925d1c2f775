"""The command line: a lazy group of commands, their options, one error boundary."""
