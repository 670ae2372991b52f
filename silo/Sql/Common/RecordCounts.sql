SELECT kind, count(*) FROM fleet_record WHERE service = @service GROUP BY kind ORDER BY kind
