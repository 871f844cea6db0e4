"""What gaming a pay plan brings a rep and costs the firm, and which clause it earns on."""
