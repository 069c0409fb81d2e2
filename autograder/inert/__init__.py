"""Whatever a stranger wrote, made so that it does nothing where it is shown."""
