"""Delivery to object storage: `bucket` is the target, `store` the door to its client, `access` what is configured."""
