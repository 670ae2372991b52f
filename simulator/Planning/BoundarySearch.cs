namespace DeskFleet.Simulator.Planning;

/// <summary>Finds where "not enough" turns into "enough".</summary>
public static class BoundarySearch
{
    /// <summary>
    /// The least number from <paramref name="floor"/> to <paramref name="ceiling"/> that is enough while the one below is not (or is
    /// below the floor). It starts at a guess and doubles its steps away from it, then halves. Null: the ceiling is not enough.
    /// </summary>
    /// <param name="isEnough">Asked for few numbers, for none twice.</param>
    public static async Task<int?> Least(int guess, int floor, int ceiling, Func<int, Task<bool>> isEnough)
    {
        var start = Math.Clamp(guess, floor, ceiling);
        var (bad, good) = await isEnough(start)
            ? await Down(start, floor, isEnough)
            : await Up(start, ceiling, isEnough);
        if (good is not { } enough)
            return null;
        while (enough - bad > 1)
        {
            var middle = bad + ((enough - bad) / 2);
            (bad, enough) = await isEnough(middle) ? (bad, middle) : (middle, enough);
        }

        return enough;
    }

    private static async Task<(int Bad, int? Good)> Down(int good, int floor, Func<int, Task<bool>> isEnough)
    {
        for (var step = 1; good > floor; step *= 2)
        {
            var next = Math.Max(floor, good - step);
            if (!await isEnough(next))
                return (next, good);
            good = next;
        }

        return (floor - 1, good);
    }

    private static async Task<(int Bad, int? Good)> Up(int bad, int ceiling, Func<int, Task<bool>> isEnough)
    {
        for (var step = 1; bad < ceiling; step *= 2)
        {
            var next = Math.Min(ceiling, bad + step);
            if (await isEnough(next))
                return (bad, next);
            bad = next;
        }

        return (bad, null);
    }
}
