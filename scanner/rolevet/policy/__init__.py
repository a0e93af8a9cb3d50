"""IAM policy documents as frozen values, and the questions that rules ask of them."""
