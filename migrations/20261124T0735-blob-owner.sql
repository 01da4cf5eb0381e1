-- How much an owner has uploaded today is asked once a day and owner: of its own files, not of all.
create index blob_owner on blob (owner_id, created_at);
