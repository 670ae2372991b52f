-- By the first line, which says whose it is; where that is not kept any more, whoever asks finds out.
SELECT gone.key
FROM fleet_journal gone
LEFT JOIN fleet_journal launch
    ON launch.service = gone.service AND launch.kind = gone.kind AND launch.key = gone.key AND launch.sequence = 1
WHERE gone.service = @service AND gone.kind = 'WorkSpace' AND gone.event ->> 'to' = 'TERMINATED' AND gone.at >= @since AND gone.key > @after
  AND @account IN ('', coalesce(launch.event ->> '$.terms.identity.account', @account))
  AND @directory IN ('', coalesce(launch.event ->> '$.terms.identity.directory', @directory))
ORDER BY gone.key
LIMIT @limit
