"""The namespaces that feeds borrow from, one module each, those of blogs together: name → what is known of it."""
