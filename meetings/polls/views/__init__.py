"""Pages of date polls: asking, answering, by personal link, and fixing the date."""
