-- Who may do what, and who did it.

-- What an event is, in one word. Text that a hand made unreadable is nothing: the chain must still be able to name its row.
ALTER TABLE events ADD COLUMN kind TEXT AS (iif(json_valid(fact), fact ->> '$.fact', NULL)) VIRTUAL;

-- Whose typed PINs it begins to count anew or adds one to: a member's id, or 'recovery' for the recovery code. The count
-- is taken from the events themselves, since a hand can change any other table without breaking the chain.
ALTER TABLE events ADD COLUMN tries_of TEXT AS (
    CASE kind
        WHEN 'SIGNED_IN' THEN staff
        WHEN 'PIN_PROVEN' THEN fact ->> '$.member'
        WHEN 'PIN_SET' THEN fact ->> '$.member'
        WHEN 'PIN_REFUSED' THEN coalesce(fact ->> '$.member', 'recovery')
        WHEN 'RECOVERED' THEN 'recovery'
        WHEN 'RECOVERY_CODE_MADE' THEN 'recovery'
    END
) VIRTUAL;
CREATE INDEX events_by_kind ON events (kind, staff);
CREATE INDEX events_by_moment ON events (at);
CREATE INDEX events_of_tries ON events (tries_of) WHERE tries_of IS NOT NULL;

CREATE TABLE staff (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

-- Who let it through, where who planned it could not alone.
ALTER TABLE refunds ADD COLUMN approved_by TEXT;
CREATE INDEX refunds_by_person ON refunds (planned_by, planned_at);

-- Lists of sales: all of them, those of one person, and those of a day.
CREATE INDEX sales_in_order ON sales (environment);
CREATE INDEX sales_by_person ON sales (environment, started_by);
CREATE INDEX sales_by_moment ON sales (environment, started_at);

-- Kept: what the owner set.

CREATE TABLE staff_names (
    member TEXT PRIMARY KEY REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE staff_pins (
    member TEXT PRIMARY KEY REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED,
    hash TEXT NOT NULL
) STRICT;

-- One row, once there are PINs.
CREATE TABLE staff_seal (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    wrapped TEXT NOT NULL,
    seal TEXT NOT NULL
) STRICT;

-- Kept: tries that were begun. They are written before a PIN is compared, and its end is an event.

CREATE TABLE pin_tries (
    who TEXT PRIMARY KEY,
    tries INTEGER NOT NULL CHECK (tries >= 0)
) STRICT;
