"""Who is who: ids that mean one thing, what people decided of them, and statements after it."""
