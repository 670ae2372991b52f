-- The condition on FF is the one of the index: without it the index is not used.
SELECT kind, key, substring(payload FROM 1 FOR 8)
FROM fleet_record
WHERE service = @service
  AND substring(payload FROM 1 FOR 8) < '\xffffffffffffffff'::bytea
  AND substring(payload FROM 1 FOR 8) <= @until
  AND substring(payload FROM 1 FOR 8) >= @wake
  AND (substring(payload FROM 1 FOR 8), kind, key) > (@wake, @kind, @key)
ORDER BY substring(payload FROM 1 FOR 8), kind, key
LIMIT @batch
