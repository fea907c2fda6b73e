"""From the sources that a configuration or a person names to articles: found, opened, read and sieved."""
