SELECT id, sequence, folded, CASE WHEN fold = @fold AND fold_sequence = sequence THEN 0 ELSE 1 END AS stale FROM fleet_workspace
WHERE service = @service AND id IN (SELECT value FROM json_each(@ids))
