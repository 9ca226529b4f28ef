"""Scripting languages, by their tokens: JavaScript, Perl, Ruby, PHP, Lua, R, Go and their like.

tokens, interpolation, brackets        a text as its tokens, the code within its texts, and its brackets
language, languages, languages_text, languages_web
                                       how each language writes its tokens, and what its names do
given, homes, names                    tokens that other ones stand for: words of the line, places, renamed functions
bindings, constants, paths             what names hold, and paths that are joined
reader, actions, arguments, outputs    the calls, and what they do with their arguments
rows, secrets, variables               rows of tables, secrets of the environment, names that are no functions
pages                                  pages of a web server that run what they are sent
"""
