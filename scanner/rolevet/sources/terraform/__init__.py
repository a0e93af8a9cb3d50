"""Terraform's configurations, plans and state.

https://developer.hashicorp.com/terraform/language
"""
