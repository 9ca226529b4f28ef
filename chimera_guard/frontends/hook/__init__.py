"""The hook in the user's own interactive shell: a resident server, a client for the slow path, and the question.

The shell scripts (`shell/guard.*`) send every line to the server and obey the verdict. What a client needs on each
run imports next to nothing: `entry`, `client`, `runtime`, `protocol`, `ask`.
"""
