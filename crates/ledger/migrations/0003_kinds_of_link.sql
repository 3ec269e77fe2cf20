-- Links that only reserve, that confirm a card, or that begin a subscription; what a link can tell the provider of the
-- customer; and accounts with more than one key.

ALTER TABLE sales ADD COLUMN kind TEXT NOT NULL DEFAULT '{"kind":"PAYMENT"}';

-- The language of the page where the customer pays, if staff chose one.
ALTER TABLE sales ADD COLUMN page_language TEXT;

-- True once the subscription that the link began was stopped.
ALTER TABLE links ADD COLUMN charges_stopped INTEGER NOT NULL DEFAULT 0 CHECK (charges_stopped IN (0, 1));

-- Which requests to stop or resume those charges may still be on their way.
ALTER TABLE links ADD COLUMN charge_requests TEXT;

-- True once the provider said that it has the refund, capture or release and is still working at it.
ALTER TABLE refunds ADD COLUMN in_work INTEGER NOT NULL DEFAULT 0 CHECK (in_work IN (0, 1));
ALTER TABLE hold_ends ADD COLUMN in_work INTEGER NOT NULL DEFAULT 0 CHECK (in_work IN (0, 1));

-- Kept: what people wrote. It is erased with the rest of the row.

ALTER TABLE sale_texts ADD COLUMN customer_email TEXT;

-- Kept: what the owner set.

ALTER TABLE account_details RENAME COLUMN app_id TO key_id;
ALTER TABLE account_details ADD COLUMN reports_id TEXT;
