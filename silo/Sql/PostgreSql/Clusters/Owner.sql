-- And whether a member of an earlier version is alive (6 is Dead), whose calls prove nothing.
SELECT name, EXISTS (SELECT 1 FROM fleet_member WHERE status <> 6 AND NOT proves AND alive > now() - make_interval(secs => @seconds)) AS unproven
FROM fleet_cluster
