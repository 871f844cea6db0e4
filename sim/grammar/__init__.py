"""The grammar of the command line and of configs: words, options, schema."""
