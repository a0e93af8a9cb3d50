"""`python -m rolevet` is `rolevet`."""

from rolevet.cli import main

if __name__ == "__main__":
    main()
