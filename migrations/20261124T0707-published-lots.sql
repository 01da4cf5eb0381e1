-- The lot list reads the newest publications first; the expression is the one of the list.
create index record_lot_published on record ((coalesce(data->>'announcedAt', data->'notices'->0->>'publishedAt', data->'intention'->>'publishedAt')) desc, id desc)
  where kind = 'lot' and coalesce(data->>'announcedAt', data->'notices'->0->>'publishedAt', data->'intention'->>'publishedAt') is not null;
