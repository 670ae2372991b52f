SELECT j.key, j.sequence, j.at, j.event
FROM json_each(@wanted) AS w CROSS JOIN fleet_journal AS j
WHERE j.service = @service AND j.kind = 'WorkSpace' AND j.key = w.value ->> 'id' AND j.sequence > w.value ->> 'after' AND j.at >= @from
ORDER BY w.key, j.sequence
