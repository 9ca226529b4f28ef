"""Python, by its own grammar. Nothing is run: constants are folded, and calls are looked up by their paths.

reader, functions, loops, expressions  the walk over the tree, each class one layer of the reader
narrowing, apply                       what a condition says of a name; what calls the functions that it is given
values, constants, folding             what is known of a value, and operations on it
calls, handlers                        a function with a known path; the table of those that reach for the machine
methods, guesses                       methods of objects by their kind; by their name alone
processes, network, paths, databases, rows, cloud, git, consoles, words, reflection
                                       handlers, by what they reach for
tables, libraries                      names: which are harmless, and which are not
notebooks, older                       what is no plain Python 3
"""
