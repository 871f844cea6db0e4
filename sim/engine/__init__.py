"""The model's engine: compiled code, luck, memory, threads, queues. It knows no marketing."""
