"""The read API: `GET /api/v1/…` for a gemeente's own BI. Routes and description come from the same declarations."""
