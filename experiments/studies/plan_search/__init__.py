"""Is there a pay plan that is worth more over three years and costs no first quarter?"""
