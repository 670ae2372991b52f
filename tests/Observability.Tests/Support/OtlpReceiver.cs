using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DeskFleet.Silo.Tests.Process;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>A span as it came in.</summary>
internal sealed record ReceivedSpan(string TraceId, string SpanId, string ParentId, string Name);

/// <summary>Receives OTLP over HTTP and reads the spans out of its protocol buffers.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<string> _paths = new();

    public OtlpReceiver()
    {
        Address = $"http://127.0.0.1:{SiloProcess.FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(Receive);
    }

    public string Address { get; }

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>Whether a span of this name came in this trace.</summary>
    public bool Has(string trace, string name) => _spans.Any(span => span.TraceId == trace && span.Name == name);

    /// <summary>The signals that came: <c>/v1/traces</c> and so on.</summary>
    public IEnumerable<string> Paths => _paths.Distinct();

    public void Dispose() => _listener.Close();

    private async Task Receive()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _paths.Enqueue(context.Request.Url!.AbsolutePath);
                if (context.Request.Url.AbsolutePath.EndsWith("traces", StringComparison.Ordinal))
                    Read(body.ToArray());
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>Resource spans, scope spans, spans: fields 1, 2 and 2 of OTLP's trace request.</summary>
    private void Read(byte[] request)
    {
        foreach (var resource in Fields(request, 1))
        {
            foreach (var span in Fields(resource, 2).SelectMany(scope => Fields(scope, 2)))
            {
                string Hex(int field) => Convert.ToHexStringLower(Fields(span, field).FirstOrDefault() ?? []);
                _spans.Enqueue(new(Hex(1), Hex(2), Hex(4), Encoding.UTF8.GetString(Fields(span, 5).First())));
            }
        }
    }

    /// <summary>The length-delimited fields of a message with this number.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    var length = (int)Varint(message, ref at);
                    if ((int)(tag >> 3) == number)
                        found.Add(message[at..(at + length)]);
                    at += length;
                    break;
            }
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
