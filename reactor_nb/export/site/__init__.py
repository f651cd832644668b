"""A static site: the pages of an app as files, for any host of files, below any address."""
