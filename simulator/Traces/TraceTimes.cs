using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Whether 03/02 is the third of February or the second of March.</summary>
public enum DateOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>A time of a log. Where the clock has an hour twice, it may be either of two instants.</summary>
/// <param name="Late">The same as <paramref name="Early"/> but in a doubled hour.</param>
internal readonly record struct TraceTime(Instant Early, Instant Late)
{
    /// <summary>The first of both that is after another; a session over the doubled hour ends after its start.</summary>
    public Instant After(Instant start) => Early > start ? Early : Late;
}

/// <summary>
/// Times as logs write them, cut to whole seconds: year first with T or blank, fractions, Z or an offset; or day and month with slashes, dots or dashes,
/// with AM and PM. Without a zone of their own they are the log's. Whether the day or the month comes first is settled for the whole column: by the
/// numbers above twelve, by dots, by what is said, or by what the format always has.
/// </summary>
/// <param name="zone">The log's, by the rules of the time-zone database where it has any.</param>
/// <param name="order">What was said; null: nothing.</param>
internal sealed partial class TraceTimes(DateTimeZone zone, DateOrder? order = null)
{
    private readonly bool isFixed = zone.MinOffset == zone.MaxOffset;
    private const int PlainLength = 19;
    private const int MinYear = 1970;
    private const int MaxYear = 2200;

    private DateOrder? settled = order;

    /// <summary>The order was said, so that no column has to settle it.</summary>
    public bool IsSaid { get; } = order is not null;

    /// <summary>Why no date with day and month can be read; null: all can.</summary>
    public string? Unsettled { get; private set; }

    /// <summary>The same for a column that has a zone of its own in its head, such as <c>[UTC]</c>.</summary>
    public TraceTimes In(DateTimeZone other) => new(other, settled) { Unsettled = Unsettled };

    /// <summary>Looks at a whole column before any of it is read.</summary>
    /// <param name="usual">What the format always has; null: nothing is certain.</param>
    public void Settle(IEnumerable<string> column, DateOrder? usual)
    {
        if (IsSaid) return;
        bool dayFirst = false, monthFirst = false, any = false;
        foreach (var match in column.Where(text => !BeginsWithYear(text)).Select(text => DayAndMonth().Match(text)).Where(match => match.Success))
        {
            any = true;
            dayFirst |= match.Groups["one"].Value.Length > 0 && Number(match, "one") > 12 && Number(match, "other") <= 12;
            dayFirst |= match.Groups["sign"].Value == "." && Number(match, "other") <= 12;
            monthFirst |= Number(match, "other") > 12 && Number(match, "one") <= 12;
        }

        if (dayFirst && monthFirst) Unsettled = "some dates of this column have the day first and others the month; write all in one way, such as 2026-03-02";
        else if (any && !dayFirst && !monthFirst && usual is null) Unsettled = "nothing in this column says whether the day or the month comes first; write trace.dateOrder: dayFirst or monthFirst in the scenario";
        settled = dayFirst ? DateOrder.DayFirst : monthFirst ? DateOrder.MonthFirst : usual;
    }

    /// <summary>As another column of the same log has settled it.</summary>
    public void Settle(TraceTimes other) => (settled, Unsettled) = (other.settled, other.Unsettled);

    /// <summary>Null: no time, or no such day.</summary>
    public TraceTime? Parse(string text)
    {
        if (IsPlain(text)) return Plain(text);
        var trimmed = text.Trim();
        var match = YearFirst().Match(trimmed);
        if (match.Success) return Build(match, Number(match, "year"), Number(match, "month"), Number(match, "day"));
        match = DayAndMonth().Match(trimmed);
        if (!match.Success || Unsettled is not null) return null;
        var (one, other) = (Number(match, "one"), Number(match, "other"));
        return settled == DateOrder.DayFirst ? Build(match, Year(match), other, one) : Build(match, Year(match), one, other);
    }

    private TraceTime? Build(Match match, int year, int month, int day)
    {
        var hour = Number(match, "hour");
        var half = match.Groups["half"].Value.ToUpperInvariant();
        if (half.Length > 0 && hour is < 1 or > 12) return null;
        if (half.Length > 0) hour = (hour % 12) + (half == "PM" ? 12 : 0);
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month) || hour > 23) return null;
        if (Number(match, "minute") > 59 || Number(match, "second") > 59) return null;
        var local = new LocalDateTime(year, month, day, hour, Number(match, "minute"), Number(match, "second"));
        return Offset(match.Groups["zone"].Value) is { } own ? At(local, own) : In(local);
    }

    private TraceTime In(LocalDateTime local)
    {
        if (isFixed) return At(local, zone.MinOffset);
        var mapped = zone.MapLocal(local);
        return mapped.Count switch
        {
            2 => new(mapped.First().ToInstant(), mapped.Last().ToInstant()),
            _ => local.InZoneLeniently(zone).ToInstant() is var at ? new(at, at) : default,
        };
    }

    private static TraceTime At(LocalDateTime local, Offset offset) => local.WithOffset(offset).ToInstant() is var at ? new(at, at) : default;

    private static bool BeginsWithYear(string text) => text.Length > 4 && text[4] == '-' && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3]);

    /// <summary>The commonest form, <c>2026-03-02T08:45:00</c> with or without Z, which needs no pattern: a log has millions of them.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length is not (PlainLength or PlainLength + 1) || (text.Length > PlainLength && text[PlainLength] != 'Z')) return false;
        for (var i = 0; i < PlainLength; i++)
        {
            var isRight = i switch { 4 or 7 => text[i] == '-', 10 => text[i] is 'T' or ' ', 13 or 16 => text[i] == ':', _ => char.IsAsciiDigit(text[i]) };
            if (!isRight) return false;
        }

        return true;
    }

    private TraceTime? Plain(string text)
    {
        int Two(int at) => ((text[at] - '0') * 10) + text[at + 1] - '0';
        var (year, month, day) = ((Two(0) * 100) + Two(2), Two(5), Two(8));
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return null;
        if (Two(11) > 23 || Two(14) > 59 || Two(17) > 59) return null;
        var local = new LocalDateTime(year, month, day, Two(11), Two(14), Two(17));
        return text.Length > PlainLength ? At(local, NodaTime.Offset.Zero) : In(local);
    }

    private static Offset? Offset(string text)
    {
        if (text.Length == 0) return null;
        if (char.IsAsciiLetter(text[0])) return NodaTime.Offset.Zero;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var minutes = (int.Parse(digits[..2], CultureInfo.InvariantCulture) * 60) + (digits.Length > 2 ? int.Parse(digits[2..4], CultureInfo.InvariantCulture) : 0);
        return minutes > 18 * 60 ? null : NodaTime.Offset.FromSeconds((text[0] == '-' ? -60 : 60) * minutes);
    }

    private static int Year(Match match) => Number(match, "year") is var year && match.Groups["year"].Length == 2 ? year + (year < 70 ? 2000 : 1900) : year;

    private static int Number(Match match, string group) => match.Groups[group].Value is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    private const string Clock = @"(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,][0-9]{1,9})?)? ?(?<half>[AaPp][Mm])? ?(?<zone>Z|UTC|GMT|[+-][0-9]{2}:?([0-9]{2})?)?\z";

    [GeneratedRegex(@"\A(?<year>[0-9]{4})[-/.](?<month>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})(T|,? +)" + Clock, RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"\A(?<one>[0-9]{1,2})(?<sign>[-/.])(?<other>[0-9]{1,2})[-/.](?<year>[0-9]{4}|[0-9]{2})(T|,? +)" + Clock, RegexOptions.CultureInvariant)]
    private static partial Regex DayAndMonth();
}
