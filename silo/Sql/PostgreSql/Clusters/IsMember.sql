-- 6 is Dead.
SELECT EXISTS (SELECT 1 FROM fleet_member WHERE cluster = @cluster AND address = @address AND port = @port AND generation = @generation AND status <> 6)
