-- Which leaf published a file: asked by whoever holds the file. Only leaves of points that publish are in the index, so that
-- acts on the busy paths do not pay for it.
create index leaf_published on leaf using gin (secrets)
  where fp in ('not-publish', 'not-abnormal', 'doc-issue', 'awd-candidate', 'awd-result', 'cer-issue', 'gpr-intention');
