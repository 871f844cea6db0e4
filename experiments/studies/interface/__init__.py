"""The interface of marketing and sales: what shared knowledge ι and shared goals ω do."""
