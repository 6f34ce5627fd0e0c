"""What analysts hand in: files as they are → a draft of the next release, or every problem in Dutch."""
