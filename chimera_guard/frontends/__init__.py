"""The doors of the guard: the command line, the shell hook, and agents.

cli, commands                      `chimera-guard`, and a module for each of its commands
checking, many                     what `check` and `run` do
document, trace, excerpt, wording  how a verdict is laid out
visible, rendering                 made safe to show, and painted
asking, prompt                     one question to a person
hook                               the hook in the user's own shell: the server, its clients, the messages
install, doctor                    puts the hook into a start-up file; says whether a shell is guarded
permissions, grants, guarded, chimera_run
                                   the guard as a permission policy of an agent, and around its environment
"""
