"""SQL of several databases, and the commands of their shells.

statements                             a text as statements, each as its tokens
reader                                 what each statement does to data
passing                                what the script itself leaves nothing of
conditions                             whether it says which rows
beyond                                 what it reaches outside of its tables
shells                                 commands of the databases' own shells
names                                  the tables of words
"""
