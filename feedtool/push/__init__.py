"""PUSH: hubs are told what changed, after it was delivered; they tell the subscribers.

A way of telling is one row of `ping.WAYS`.  What could not be told waits as text in `articles/` (`waiting`), and is
told by a later run (`tell`).

Sources: W3C WebSub (2018) section 6, whose publishing request is left to hubs, so both names in use are sent;
the rssCloud API (rsscloud.co/docs) for `ping`.
"""
