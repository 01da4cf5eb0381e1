/**
 * Who may read an official document `d` of the lot `lot`, in SQL; `who` names the parameter with the reader's organisation. One with an
 * owner is its owner's alone. One that waits for a gate (`until`) was handed to the tenderer and its agency, and is nobody else's before.
 */
export function readsPaper(who: string): string {
  return `(d.owner_id = ${who}::uuid or (d.owner_id is null and (not d.data ? 'until' or lot.data->'openGates' ? (d.data->>'until') or ${who}::uuid::text in (lot.data->>'tendererId', lot.data->>'agencyId'))))`;
}
