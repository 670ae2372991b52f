SELECT v.version AS Version, m.address AS Address, m.port AS Port, m.generation AS Generation, m.name AS SiloName, m.host AS HostName,
       m.status AS Status, m.proxy_port AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime
FROM fleet_membership_version AS v
LEFT JOIN fleet_member AS m ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.cluster = @DeploymentId
