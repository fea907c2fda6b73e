"""feedtool: article sources of any kind in, valid RSS and Atom feeds out.

The package is a line of stages, each a module, a frozen struct and one verb that makes it from the stage before::

    source -> article -> entry -> feed -> document -> delivery

`feedtool.pipeline` is the only module that knows all of them.
"""

__version__ = "0.1.0"
