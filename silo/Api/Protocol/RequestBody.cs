using System.Buffers;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>Reads a request's body, as far as it may be large.</summary>
internal static class RequestBody
{
    private static readonly WireError TooEarly = WireError.Serialization("The body ends before the length that its header says.");
    private static readonly WireError TooLarge = new("RequestEntityTooLargeException", $"A request has at most {ApiLimits.LargestRequest} bytes.")
    {
        Status = StatusCodes.Status413PayloadTooLarge,
    };

    /// <summary>The body, or why it is not read.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, WireError? Error)> Read(HttpRequest request)
    {
        if (request.ContentLength > ApiLimits.LargestRequest)
            return (default, TooLarge);
        try
        {
            return await ReadAll(request);
        }
        catch (BadHttpRequestException)
        {
            return (default, TooEarly);
        }
    }

    private static async Task<(ReadOnlyMemory<byte> Body, WireError? Error)> ReadAll(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > ApiLimits.LargestRequest)
                return (default, TooLarge);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return (body, null);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
