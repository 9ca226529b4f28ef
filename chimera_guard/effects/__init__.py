"""From the tree and the catalogue to effects: what a command line would do, in the closed vocabulary of `model`.

What a line goes through, in this order:

walk, frame, state                the tree, command by command, and what the line has changed so far
branches, loops, alternatives, traps, definitions
                                  what may run, runs again, or runs later: all of it is walked
assignments, redirections, shell  what stands around a command, and what the expansion of its words asks for
invoke, builtins                  a simple command: what its first word names
reader, operands, options, switches, subcommands, verbs
                                  its other words, by what the catalogue says of the tool
call, perform                     a command that runs, and the effects that its arguments have
unwrap, sources, inline, code     what it runs in turn: commands, shell code, files, other languages
output, origins, flows, feeding   what it prints, where that comes from, and what flows on to others
recipes, steps, packages, unasked, planted, loading
                                  files that something else runs, or loads
scope, places, special, paths, globs, hosts, names
                                  what kind of place, machine or name a target is
outside                           what is done without a command line, by an agent's tool
"""
