-- 'TILL' in ASCII.
PRAGMA application_id = 1414089804;

-- The book itself: appended, never changed. Everything below that is not marked 'kept' follows from it.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    staff TEXT NOT NULL,
    fact TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;

-- 'INSERT OR REPLACE' removes a row without asking the trigger above.
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE seq >= NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'events are only appended');
END;

-- In every table that follows from the events, `seq` is that of the event which made the row, so that a rebuild gives
-- the same numbers. Moments are milliseconds since 1970 in UTC, sums are minor units.

CREATE TABLE accounts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    provider TEXT NOT NULL,
    environment TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    key_replaced_at INTEGER,
    forgotten_at INTEGER
) STRICT;

CREATE TABLE sales (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    environment TEXT NOT NULL,
    minor INTEGER NOT NULL CHECK (minor > 0),
    currency TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    started_by TEXT NOT NULL,
    standing TEXT NOT NULL
) STRICT;
CREATE INDEX sales_by_standing ON sales (environment, standing, seq);
CREATE INDEX sales_by_account ON sales (account);

CREATE TABLE links (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sale TEXT NOT NULL REFERENCES sales (id) DEFERRABLE INITIALLY DEFERRED,
    account TEXT NOT NULL,
    press TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    watch TEXT NOT NULL,
    watch_until INTEGER,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    provider_id TEXT,
    url TEXT,
    ends_at INTEGER,
    error TEXT,
    first_sent INTEGER,
    last_sent INTEGER,
    over_since INTEGER,
    UNIQUE (account, key),
    UNIQUE (account, provider_id)
) STRICT;
CREATE INDEX links_by_sale ON links (sale, seq);
CREATE INDEX watched_links ON links (watch, watch_until);
CREATE INDEX open_links ON links (seq) WHERE open = 1;

CREATE TABLE payments (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    link TEXT NOT NULL REFERENCES links (id) DEFERRABLE INITIALLY DEFERRED,
    sale TEXT NOT NULL,
    account TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    status TEXT NOT NULL,
    paid INTEGER NOT NULL CHECK (paid IN (0, 1)),
    minor INTEGER NOT NULL CHECK (minor >= 0),
    currency TEXT NOT NULL,
    at INTEGER,
    made_at INTEGER NOT NULL,
    card TEXT,
    UNIQUE (account, provider_id)
) STRICT;
CREATE INDEX payments_by_sale ON payments (sale, made_at, seq);
CREATE INDEX payments_by_link ON payments (link);
CREATE INDEX paid_payments ON payments (made_at) WHERE paid = 1;

CREATE TABLE refunds (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    payment TEXT NOT NULL REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    sale TEXT NOT NULL,
    account TEXT NOT NULL,
    press TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    minor INTEGER NOT NULL CHECK (minor > 0),
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    planned_by TEXT NOT NULL,
    state TEXT NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    reserves INTEGER NOT NULL CHECK (reserves IN (0, 1)),
    provider_id TEXT,
    error TEXT,
    first_sent INTEGER,
    last_sent INTEGER,
    confirmed_at INTEGER,
    UNIQUE (account, key),
    UNIQUE (account, provider_id)
) STRICT;
CREATE INDEX refunds_by_payment ON refunds (payment, seq);
CREATE INDEX open_refunds ON refunds (seq) WHERE open = 1;
CREATE INDEX confirmed_refunds ON refunds (confirmed_at) WHERE confirmed_at IS NOT NULL;

CREATE TABLE refunds_elsewhere (
    seq INTEGER PRIMARY KEY,
    payment TEXT NOT NULL REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    sale TEXT NOT NULL,
    account TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    minor INTEGER NOT NULL CHECK (minor > 0),
    currency TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    UNIQUE (account, provider_id)
) STRICT;
CREATE INDEX refunds_elsewhere_by_payment ON refunds_elsewhere (payment, seq);
CREATE INDEX refunds_elsewhere_by_moment ON refunds_elsewhere (seen_at);

CREATE TABLE sale_events (
    sale TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (sale, seq)
) STRICT, WITHOUT ROWID;

-- Kept: what people wrote. It can be erased, and nothing else needs it.

CREATE TABLE sale_texts (
    sale TEXT PRIMARY KEY REFERENCES sales (id) DEFERRABLE INITIALLY DEFERRED,
    reference TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    staff_note TEXT NOT NULL
) STRICT;

CREATE TABLE link_references (
    link TEXT PRIMARY KEY REFERENCES links (id) DEFERRABLE INITIALLY DEFERRED,
    reference TEXT NOT NULL
) STRICT;

CREATE TABLE refund_notes (
    refund TEXT PRIMARY KEY REFERENCES refunds (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL
) STRICT;

-- Kept: what the owner set.

CREATE TABLE account_details (
    account TEXT PRIMARY KEY REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    app_id TEXT NOT NULL,
    practice_port INTEGER,
    country TEXT NOT NULL,
    currencies TEXT NOT NULL,
    description TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Kept: when the provider was asked. Too frequent for events, and no fact about money.

CREATE TABLE link_checks (
    link TEXT PRIMARY KEY REFERENCES links (id) DEFERRABLE INITIALLY DEFERRED,
    last_checked INTEGER,
    cannot_check_since INTEGER
) STRICT;

-- The row number is that of the sale.
CREATE VIRTUAL TABLE sale_search USING fts5 (
    reference, what_for, note, ids, card, amounts,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

-- An erased word leaves the index, too.
INSERT INTO sale_search (sale_search, rank) VALUES ('secure-delete', 1);
