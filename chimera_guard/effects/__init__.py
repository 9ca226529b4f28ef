"""From the tree and the catalogue to effects: what a command line would do, in the closed vocabulary of `model`.

What a line goes through, in this order:

walk, frame, state, tree          the tree, command by command, and what the line has changed so far
branches, loops, alternatives, traps, definitions
                                  what may run, runs again, or runs later: all of it is walked
assignments, variables, redirections, shell
                                  what stands around a command, and what the expansion of its words asks for
invoke, builtins, intake, nicknames
                                  a simple command: what its first word names, also where the line has said so
reader, options, option_effects, operands, subcommands, verbs, guesses
                                  its other words, by what the catalogue says of the tool
switches, addresses, searches     words that Windows, socat and find write in ways of their own
call, perform, surroundings       a command that runs, where and with what, and the effects that its arguments have
trial, shown, endless, disguise, modes, disks
                                  what else its words and the rest of the line say about these effects
unwrap, sources, inline, code     what it runs in turn: commands, shell code, files, other languages
output, origins, flows, feeding, joined, inventories, processes
                                  what it prints, where that comes from, and what flows on to others
recipes, steps, manifests, packages, unasked, planted, loading
                                  files that something else runs, or loads
scope, places, special, paths, globs, drives, hosts, names, secret_names
                                  what kind of place, machine or name a target is
outside                           what is done without a command line, by an agent's tool
"""
