-- A document is found by the digest of its file: whoever has the file asks where it belongs.
create index record_paper_digest on record ((data->>'sha256')) where kind = 'document';
