-- Tender plans, corrections and clarifications publish files too: which leaf did is asked as for any other.
drop index leaf_published;
create index leaf_published on leaf using gin (secrets)
  where fp in ('not-publish', 'not-abnormal', 'doc-issue', 'awd-candidate', 'awd-result', 'cer-issue', 'gpr-intention', 'not-plan-publish', 'not-change', 'doc-clarify');
