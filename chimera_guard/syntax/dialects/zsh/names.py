"""Names that mean something to zsh."""

from __future__ import annotations

NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
DIGITS = frozenset("0123456789")
# Tables of the shell's own: what is assigned there is defined.
DEFINITIONS = frozenset({"functions", "aliases", "galiases", "saliases", "commands", "dis_functions", "dis_aliases"})
TABLES = frozenset({"commands", "builtins", "mapfile"})  # of which an element is known
# Variables that the shell itself sets: zshparam(1) "Parameters Set By The Shell", zshmodules(1) "zsh/parameter".
OWN = DEFINITIONS | TABLES | frozenset(
    """
    0 - ERRNO FUNCNEST CPUTYPE GID EGID HISTCMD HOST LOGNAME MACHTYPE OPTARG OPTIND OSTYPE TRY_BLOCK_ERROR VENDOR TTY
    TRY_BLOCK_INTERRUPT TTYIDLE USERNAME ZSH_ARGZERO ZSH_EXECUTION_STRING ZSH_NAME ZSH_PATCHLEVEL ZSH_SCRIPT
    ZSH_SUBSHELL ZSH_VERSION BAUD COLUMNS DIRSTACKSIZE FCEDIT HISTCHARS HISTSIZE KEYBOARD_HACK KEYTIMEOUT LINES
    LISTMAX MAILCHECK NULLCMD READNULLCMD PROMPT PROMPT2 PROMPT3 PROMPT4 PS1 PS2 PS3 PS4 SAVEHIST SPROMPT TIMEFMT
    TMPPREFIX WATCHFMT WORDCHARS ZLS_COLORS REPLY MATCH MBEGIN MEND match mbegin mend reply cdpath fignore fpath
    histchars mailpath manpath module_path pipestatus prompt psvar signals status watch zsh_eval_context dirstack
    dis_builtins dis_functions_source dis_galiases dis_patchars dis_reswords dis_saliases errnos funcfiletrace
    funcsourcetrace funcstack functions_source functrace history historywords jobdirs jobstates jobtexts modules
    nameddirs options parameters patchars reswords sysparams termcap terminfo userdirs usergroups keymaps widgets
    EPOCHSECONDS EPOCHREALTIME epochtime
    """.split()
)  # fmt: skip
