"""From a catalogue of articles to delivered feeds: chosen, written, checked, delivered, announced."""
