-- Links that can be paid several times, shipping, links that staff change or cancel, captures and releases, and accounts
-- that say where their requests go.

ALTER TABLE sales ADD COLUMN shipping INTEGER CHECK (shipping >= 0);
ALTER TABLE sales ADD COLUMN usage TEXT NOT NULL DEFAULT '{"kind":"SINGLE"}';

ALTER TABLE links ADD COLUMN wish TEXT;
-- The event that asked for it. An answer to an earlier wish must not end this one.
ALTER TABLE links ADD COLUMN wish_number INTEGER;
ALTER TABLE links ADD COLUMN wish_error TEXT;
ALTER TABLE links ADD COLUMN cancelled_at INTEGER;
CREATE INDEX wished_links ON links (seq) WHERE wish IS NOT NULL;

-- Since when the money of a payment is there, and since when it was given up or cancelled. Money that had been reserved
-- came when the till learned of it.
ALTER TABLE payments ADD COLUMN came_at INTEGER;
ALTER TABLE payments ADD COLUMN reversed_at INTEGER;
DROP INDEX paid_payments;
CREATE INDEX paid_payments ON payments (came_at) WHERE paid = 1;
WITH reports AS (
    SELECT seq, at, fact ->> '$.payment' AS payment, fact ->> '$.seen.status.kind' AS status
    FROM events WHERE fact ->> '$.fact' = 'PAYMENT_SEEN'
),
steps AS (
    SELECT *, lag(status) OVER (PARTITION BY payment ORDER BY seq) AS before FROM reports
),
-- SQLite takes the bare columns from the row of the minimum.
firsts AS (
    SELECT payment, status, before, at, min(seq) AS seq FROM steps
    WHERE status IN ('PAID', 'REVERSED') GROUP BY payment, status
)
UPDATE payments
SET came_at = (SELECT iif(before = 'RESERVED', firsts.at, made_at) FROM firsts
        WHERE firsts.payment = payments.id AND firsts.status = 'PAID'),
    reversed_at = (SELECT firsts.at FROM firsts
        WHERE firsts.payment = payments.id AND firsts.status = 'REVERSED');

-- How long a link is watched that the provider calls paid is decided when its payments are written down, no longer
-- whenever the links are listed: the list would grow slower with every sale that was ever paid.
UPDATE links SET watch = 'ALWAYS' WHERE watch = 'PAID';
UPDATE links
SET watch = 'UNTIL', watch_until = money.latest + 604800000
FROM (
    SELECT link, max(coalesce(reversed_at, came_at)) AS latest FROM payments
    WHERE paid = 1 OR reversed_at IS NOT NULL GROUP BY link
) AS money
WHERE money.link = links.id AND links.state = '{"kind":"PAID"}';
-- And one with money that is only reserved, until somebody takes it or gives it up.
UPDATE links
SET watch = 'ALWAYS', watch_until = NULL
WHERE watch = 'UNTIL' AND id IN (SELECT link FROM payments WHERE status = '{"kind":"RESERVED"}');

CREATE TABLE hold_ends (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    payment TEXT NOT NULL REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    sale TEXT NOT NULL,
    account TEXT NOT NULL,
    press TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    minor INTEGER NOT NULL CHECK (minor > 0),
    currency TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    planned_by TEXT NOT NULL,
    state TEXT NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    reserves INTEGER NOT NULL CHECK (reserves IN (0, 1)),
    -- A provider may answer with the payment's own id, so it is not unique.
    provider_id TEXT,
    error TEXT,
    first_sent INTEGER,
    last_sent INTEGER,
    confirmed_at INTEGER,
    UNIQUE (account, key)
) STRICT;
CREATE INDEX hold_ends_by_payment ON hold_ends (payment, seq);
CREATE INDEX open_hold_ends ON hold_ends (seq) WHERE open = 1;

-- A sweep asks by reference.
CREATE INDEX link_references_by_reference ON link_references (reference);

-- Kept: what people wrote. It can be erased, and nothing else needs it.

CREATE TABLE wish_texts (
    link TEXT PRIMARY KEY REFERENCES links (id) DEFERRABLE INITIALLY DEFERRED,
    description TEXT NOT NULL
) STRICT;

-- Kept: what the owner set.

ALTER TABLE account_details RENAME TO first_account_details;

CREATE TABLE account_details (
    account TEXT PRIMARY KEY REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    app_id TEXT NOT NULL,
    place TEXT NOT NULL,
    merchant TEXT,
    link_account TEXT,
    payment_account TEXT,
    country TEXT NOT NULL,
    currencies TEXT NOT NULL,
    allowed_disputed TEXT NOT NULL,
    return_page TEXT,
    description TEXT NOT NULL
) STRICT;

INSERT INTO account_details
    (account, name, app_id, place, country, currencies, allowed_disputed, description)
SELECT account, name, app_id,
    CASE environment
        WHEN 'PRACTICE' THEN json_object('environment', environment,
            'host', json_object('host', 'THIS_COMPUTER', 'port', coalesce(practice_port, 0)))
        WHEN 'SANDBOX' THEN json_object('environment', environment,
            'host', json_object('host', 'GLOBAL'), 'extra_root', NULL)
        ELSE json_object('environment', environment, 'host', json_object('host', 'GLOBAL'))
    END,
    country, currencies, '[]', description
FROM first_account_details JOIN accounts ON id = account;

DROP TABLE first_account_details;

-- Kept: when the provider was asked. Too frequent for events, and no fact about money.

CREATE TABLE refund_checks (
    payment TEXT PRIMARY KEY REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    last_checked INTEGER NOT NULL
) STRICT;

CREATE TABLE sweep_marks (
    account TEXT PRIMARY KEY REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    at INTEGER NOT NULL
) STRICT;
