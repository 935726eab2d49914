"""What a release is made with and what comes with it. Not part of the program."""
