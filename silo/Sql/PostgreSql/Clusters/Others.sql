-- Members of other clusters that are alive (6 is Dead), and a cluster whose silo is still on its way to become a member.
SELECT cluster || ' (' || address || ':' || port || ')'
FROM fleet_member
WHERE cluster <> @cluster AND status <> 6 AND alive > now() - make_interval(secs => @seconds)
UNION ALL
SELECT name || ' (starting)'
FROM fleet_cluster
WHERE fleet_cluster.name <> @cluster AND claimed > now() - make_interval(secs => @seconds)
  AND NOT EXISTS (SELECT 1 FROM fleet_member WHERE cluster = fleet_cluster.name AND alive >= claimed)
ORDER BY 1
LIMIT 1
