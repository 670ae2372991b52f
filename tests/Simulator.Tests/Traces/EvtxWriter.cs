using System.Globalization;
using System.Text;

namespace DeskFleet.Simulator.Tests.Traces;

/// <summary>
/// Writes security events as Windows does: chunks of 64 KiB, in each the templates once, where they are used first. Checksums are left at 0; who reads does not ask
/// for them.
/// </summary>
internal static class EvtxWriter
{
    private const int HeadSize = 4096;
    private const int ChunkSize = 64 * 1024;
    private const int ChunkHeadSize = 512;

    /// <param name="events">Time, number, and the event's own data; <c>Computer</c> stands in its head.</param>
    public static byte[] Write(params IEnumerable<(string Time, int Number, (string Name, string Value)[] Data)> events)
    {
        using var file = new MemoryStream();
        file.Write("ElfFile\0"u8);
        file.SetLength(HeadSize);
        file.Position = HeadSize;
        foreach (var part in events.Chunk(3)) file.Write(new Chunk().Write(part));
        return file.ToArray();
    }

    private sealed class Chunk
    {
        private readonly byte[] _bytes = new byte[ChunkSize];
        private readonly Dictionary<string, int> _templates = new(StringComparer.Ordinal);
        private int _at = ChunkHeadSize;

        public byte[] Write(IEnumerable<(string Time, int Number, (string Name, string Value)[] Data)> events)
        {
            "ElfChnk\0"u8.CopyTo(_bytes);
            foreach (var one in events) Record(one.Time, one.Number, one.Data);
            BitConverter.TryWriteBytes(_bytes.AsSpan(48), _at);
            return _bytes;
        }

        private void Record(string time, int number, (string Name, string Value)[] data)
        {
            var start = _at;
            Put("**\0\0"u8.ToArray(), new byte[20]);
            Put([0x0f, 1, 1, 0]);
            var own = data.Where(value => value.Name != "Computer").ToArray();
            var gaps = Template("Event", own.Length > 0, () =>
            {
                Open("Event", () =>
                {
                    Open("System", () =>
                    {
                        Open("EventID", () => Gap(0, 0x06));
                        Open("TimeCreated", () => { }, ("SystemTime", () => Gap(1, 0x11)));
                        Open("Computer", () => Gap(2, 0x01));
                    });
                    Gap(3, 0x21);
                });
            });
            var filled = gaps(
            [
                (0x06, BitConverter.GetBytes((ushort)number)),
                (0x11, BitConverter.GetBytes(DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).ToFileTimeUtc())),
                (0x01, Encoding.Unicode.GetBytes(data.First(value => value.Name == "Computer").Value)),
                (0x21, null),
            ]);
            var nested = _at;
            Put([0x0f, 1, 1, 0]);
            var values = Template(string.Join(',', own.Select(value => value.Name)), true, () => Open("EventData", () =>
            {
                foreach (var (index, value) in own.Index()) Open("Data", () => Gap(index, 0x01), ("Name", () => Text(value.Name)));
            }));
            values([.. own.Select(value => ((byte)0x01, (byte[]?)Encoding.Unicode.GetBytes(value.Value)))]);
            BitConverter.TryWriteBytes(_bytes.AsSpan(filled), (ushort)(_at - nested));
            Put(BitConverter.GetBytes(_at + 4 - start));
            BitConverter.TryWriteBytes(_bytes.AsSpan(start + 4), _at - start);
        }

        /// <returns>Writes the values behind it, and says where the length of the last one is written.</returns>
        private Func<(byte Type, byte[]? Bytes)[], int> Template(string name, bool isKept, Action body)
        {
            Put([0x0c, 1], new byte[4]);
            if (isKept && _templates.TryGetValue(name, out var known)) Put(BitConverter.GetBytes(known));
            else
            {
                _templates[name] = _at + 4;
                Put(BitConverter.GetBytes(_at + 4), new byte[20], new byte[4]);
                var from = _at;
                Put([0x0f, 1, 1, 0]);
                body();
                Put([0]);
                BitConverter.TryWriteBytes(_bytes.AsSpan(from - 4), _at - from);
            }

            return values =>
            {
                var last = 0;
                Put(BitConverter.GetBytes(values.Length));
                foreach (var (type, bytes) in values)
                {
                    last = _at;
                    Put(BitConverter.GetBytes((ushort)(bytes?.Length ?? 0)), [type, 0]);
                }

                foreach (var (_, bytes) in values) Put(bytes ?? []);
                return last;
            };
        }

        private void Open(string name, Action content, params (string Name, Action Value)[] attributes)
        {
            Put([attributes.Length > 0 ? (byte)0x41 : (byte)0x01, 0xff, 0xff], new byte[4]);
            Name(name);
            if (attributes.Length > 0) Put(new byte[4]);
            foreach (var (attribute, value) in attributes)
            {
                Put([0x06]);
                Name(attribute);
                value();
            }

            Put([0x02]);
            content();
            Put([0x04]);
        }

        private void Name(string name) => Put(BitConverter.GetBytes(_at + 4), new byte[6], BitConverter.GetBytes((ushort)name.Length), Encoding.Unicode.GetBytes(name), new byte[2]);

        private void Text(string text) => Put([0x05, 1], BitConverter.GetBytes((ushort)text.Length), Encoding.Unicode.GetBytes(text));

        private void Gap(int number, byte type) => Put([0x0d], BitConverter.GetBytes((ushort)number), [type]);

        private void Put(params byte[][] parts)
        {
            foreach (var part in parts)
            {
                part.CopyTo(_bytes, _at);
                _at += part.Length;
            }
        }
    }
}
