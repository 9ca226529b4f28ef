"""PowerShell, by its statements and the names of its commands.

words                                  a text as statements, pipelines, commands and words
reader                                 the walk over them: keywords, variables, functions, what is redirected
commands, special, calls               cmdlets by the tables, those that need a closer look, types and members
given, names, output                   options and operands; what names stand for; what a command hands on
cmdlets                                the tables of names
secrets                                secrets of the environment that are printed
"""
