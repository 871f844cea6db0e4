"""How much does it help that two scenarios share each agent's luck?"""
