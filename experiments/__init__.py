"""What was asked of the model: claims, studies, fits and benchmarks, each told in its README."""
