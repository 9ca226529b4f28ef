"""This machine, for the guard: facts about it, the user's settings, and the log of verdicts.

facts                    facts for the analysis: a Context
settings, settings_file  what the user has settled
measure, git_index       how much a deletion would hit, and what of it git does not have
audit                    the log of verdicts
"""
