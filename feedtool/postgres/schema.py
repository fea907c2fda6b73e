"""SCHEMA: the tables, made by steps that are taken once each, in order.

A step that was published is never changed: a change is a step more.  Text is compared by its code points (`COLLATE
"C"`), as everywhere in feedtool, whatever the collation of the database.
"""

from __future__ import annotations

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE record (path text COLLATE "C" PRIMARY KEY, content text NOT NULL);

    CREATE TABLE line (
        id text COLLATE "C" PRIMARY KEY,
        said text NOT NULL,
        moved bigint NOT NULL,
        withdrawn bigint
    );
    CREATE INDEX line_moved ON line (moved);
    CREATE INDEX line_withdrawn ON line (withdrawn DESC, id) WHERE withdrawn IS NOT NULL;
    CREATE TABLE found (
        key bytea NOT NULL,
        id text COLLATE "C" NOT NULL REFERENCES line ON DELETE CASCADE,
        PRIMARY KEY (key, id)
    );
    CREATE INDEX found_id ON found (id);

    CREATE TABLE article (
        id text COLLATE "C" PRIMARY KEY REFERENCES line ON DELETE CASCADE,
        path text COLLATE "C" NOT NULL UNIQUE,
        title text NOT NULL,
        published text NOT NULL,
        moment bigint NOT NULL,
        updated text NOT NULL,
        source text COLLATE "C" NOT NULL,
        link text NOT NULL,
        slug text NOT NULL,
        language text COLLATE "C" NOT NULL,
        tags text[] NOT NULL,
        authors text[] NOT NULL,
        labels text[] NOT NULL,
        digest text NOT NULL,
        hash text NOT NULL,
        withdrawn boolean NOT NULL
    );
    CREATE INDEX article_moment ON article (moment DESC, id) WHERE NOT withdrawn;
    CREATE INDEX article_source ON article (source, moment DESC, id) WHERE NOT withdrawn;
    CREATE INDEX article_language ON article (language, moment DESC, id) WHERE NOT withdrawn;
    CREATE INDEX article_labels ON article USING gin (labels) WHERE NOT withdrawn;

    CREATE TABLE seen (path text COLLATE "C" PRIMARY KEY, stamp text NOT NULL);
    CREATE TABLE fact (name text COLLATE "C" PRIMARY KEY, value text NOT NULL);
    """,
    """
    DROP TABLE seen;
    CREATE TABLE file (
        importer text COLLATE "C" NOT NULL,
        path text COLLATE "C" NOT NULL,
        place text NOT NULL,
        source text COLLATE "C" NOT NULL,
        stamp text NOT NULL,
        id text COLLATE "C" NOT NULL,
        PRIMARY KEY (importer, path)
    );
    CREATE INDEX file_id ON file (id) WHERE id <> '';
    """,
)
