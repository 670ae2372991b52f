SELECT j.key, j.sequence, j.at, j.event::text
FROM json_to_recordset(@wanted::json) AS w(id text, after bigint) JOIN fleet_journal AS j
    ON j.service = @service AND j.kind = 'WorkSpace' AND j.key = w.id AND j.sequence > w.after AND j.at >= @from::timestamptz
ORDER BY j.key, j.sequence
