"""Attribution by a firm's own tables, against what its content did when it was taken away."""
