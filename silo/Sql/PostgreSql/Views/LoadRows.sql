SELECT id, sequence, folded FROM fleet_workspace
WHERE service = @service AND id IN (SELECT json_array_elements_text(@ids::json))
