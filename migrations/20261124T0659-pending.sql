-- The ledger writer looks at what may enter the log. Leaves behind a shut gate wait for days and in thousands: they were in
-- the index that it reads with every act.
drop index leaf_pending;
create index leaf_pending on leaf (ordinal) where idx is null and open;
