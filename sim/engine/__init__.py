"""What the model runs on: compiled code, luck, memory, threads, queues. It knows no marketing."""
