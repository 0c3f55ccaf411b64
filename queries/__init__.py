"""The saved questions and the code that reads, runs and prints them."""
