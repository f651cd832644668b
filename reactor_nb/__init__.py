"""reactor_nb: a notebook becomes an app that Python renders on the server and in the browser."""
