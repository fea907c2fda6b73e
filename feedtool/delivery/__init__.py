"""DELIVERY: a document where its readers fetch it, whole or not at all, and only when it changed."""

from feedtool.delivery.file import Delivery, Outcome, deliver

__all__ = ["Delivery", "Outcome", "deliver"]
