"""The pages: one module a page, each a router over a :class:`~monitor.web.desk.Desk`."""
