"""Where each piece of a notebook goes, and why: as text, as data, and as a page to look at."""
