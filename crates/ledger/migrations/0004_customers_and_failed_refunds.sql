-- The shop's customers that sales are for, hosts of pay pages that only the owner can tell, and refunds made elsewhere that
-- failed.

-- Kept: who a sale is for, by the provider's id. It is erased with the rest of the row, or when the customer is deleted.

ALTER TABLE sale_texts ADD COLUMN customer TEXT;

-- Kept: what the owner set.

ALTER TABLE account_details ADD COLUMN pay_host TEXT;

-- A refund that was made without this till counts until the provider shows that it failed after all. Its row stays, so
-- that it is never taken for another one.

ALTER TABLE refunds_elsewhere ADD COLUMN failed_at INTEGER;
