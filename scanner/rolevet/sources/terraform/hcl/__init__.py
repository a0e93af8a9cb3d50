"""Terraform configurations, as they are written in HCL, without a plan.

https://developer.hashicorp.com/terraform/language
"""
