"""`python -m chimera_guard` is `chimera-guard`."""

from chimera_guard.frontends.cli import main

if __name__ == "__main__":
    main()
