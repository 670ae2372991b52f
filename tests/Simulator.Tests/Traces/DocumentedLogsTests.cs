using System.Collections;
using System.Globalization;
using System.Text;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>
/// Logs as public ones are documented, written from sessions that are known, and read again. What is compared is who was there in which minute, which is
/// kept as bits and shares nothing with the reader.
/// </summary>
public sealed class DocumentedLogsTests
{
    private const int Minutes = 14 * 24 * 60;
    private const int People = 60;

    private static readonly DateTime Start = new(2010, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>CERT's logon.csv: a screen that is unlocked is written as a Logon, one that is locked is not written; people use other machines beside their own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_LogonsWithUnlocks_IsThePresenceThatWasWritten(int seed)
    {
        var log = new Log(seed, "id,date,user,pc,activity");
        log.Write((person, machine, from, to, dice) =>
        {
            log.Line($"{{X{dice.Next()}}},{At(from)},DTAA/U{person:0000},PC-{machine:0000},Logon");
            foreach (var unlock in Within(from, to, dice.Next(4), dice)) log.Line($"{{X{dice.Next()}}},{At(unlock)},DTAA/U{person:0000},PC-{machine:0000},Logon");
            log.Line($"{{X{dice.Next()}}},{At(to)},DTAA/U{person:0000},PC-{machine:0000},Logoff");
        });

        log.IsRead("logon-logoff");
    }

    /// <summary>A state log of a computer pool: a line for each change of state of a machine, with who is at it; locked is still taken.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_StatesOfMachines_IsThePresenceThatWasWritten(int seed)
    {
        var log = new Log(seed, "timestamp,computer,username,state,building");
        log.Write((person, machine, from, to, dice) =>
        {
            log.Line($"{At(from)},LAB-{machine},DTAA/U{person:0000},Login,Library");
            foreach (var change in Within(from, to, dice.Next(3), dice))
            {
                log.Line($"{At(change)},LAB-{machine},DTAA/U{person:0000},Locked,Library");
                log.Line($"{At(change)},LAB-{machine},DTAA/U{person:0000},Unlocked,Library");
            }

            log.Line($"{At(to)},LAB-{machine},DTAA/U{person:0000},Logout,Library");
        });

        log.IsRead("logon-logoff");
    }

    private static string At(int minute) => Start.AddMinutes(minute).ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private static IEnumerable<int> Within(int from, int to, int count, Random dice) => Enumerable.Range(0, count).Select(_ => dice.Next(from + 1, to)).Distinct();

    private sealed class Log(int seed, string head)
    {
        private readonly Random _dice = new(seed);
        private readonly List<string> _lines = [];
        private readonly BitArray[] _present = [.. Enumerable.Range(0, People).Select(_ => new BitArray(Minutes))];

        public void Line(string line) => _lines.Add(line);

        /// <summary>Sessions of each person at their own machine, and now and then beside them at another one.</summary>
        public void Write(Action<int, int, int, int, Random> session)
        {
            for (var person = 0; person < People; person++)
            {
                foreach (var (machine, every) in new[] { (person, 700), (1000 + person, 3000) })
                {
                    for (var at = _dice.Next(every); at < Minutes - 700; at += 20 + _dice.Next(every))
                    {
                        var to = at + 5 + _dice.Next(600);
                        session(person, machine, at, to, _dice);
                        for (var minute = at; minute < to; minute++) _present[person][minute] = true;
                        at = to;
                    }
                }
            }
        }

        public void IsRead(string format)
        {
            var lines = _lines.ToArray();
            _dice.Shuffle(lines);
            var reading = TraceText.Read(new StringBuilder(head).Append('\n').AppendJoin('\n', lines).ToString());

            Assert.Empty(reading.Faults);
            Assert.Equal((format, People, (long)lines.Length + 1), (reading.Understood.Format, reading.Understood.People, reading.Understood.Lines));
            Assert.Equal(Told(), reading.Sessions.Select(session => $"{session.User} {MinuteOf(session.Start)}-{MinuteOf(session.End)}").Order(StringComparer.Ordinal));
            Assert.Equal(Enumerable.Range(0, Minutes).Max(minute => _present.Count(person => person[minute])), reading.Understood.MaxAtOnce);
        }

        private static double MinuteOf(Instant at) => (at.ToDateTimeUtc() - Start).TotalMinutes;

        /// <summary>Runs of minutes of a person.</summary>
        private IEnumerable<string> Told() => _present.SelectMany((minutes, person) => Enumerable.Range(0, Minutes)
                .Where(minute => minutes[minute] && (minute == 0 || !minutes[minute - 1]))
                .Select(from => $"DTAA/U{person:0000} {from}-{Enumerable.Range(from, Minutes - from).First(minute => !minutes[minute])}"))
            .Order(StringComparer.Ordinal);
    }
}
