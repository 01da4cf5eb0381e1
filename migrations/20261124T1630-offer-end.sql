-- A competition under a framework is closed by a timer at its end. Those that were opened before there was one get theirs.
insert into timer (event, subject_kind, subject_id, lot_id, due_at)
select 'timer:offer-end', 'lot', lot_id, lot_id, min((data->>'offerEnd')::timestamptz) + interval '1 millisecond'
from record where kind = 'order-call' and state = 'open' group by lot_id;
