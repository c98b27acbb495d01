"""From passages to an answer whose every sentence can be checked."""
