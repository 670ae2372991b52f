using System.Buffers;
using System.IO.Pipelines;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>Reads a request's body, as far as it may be large and as long as it may take. What is there already is read without a place.</summary>
internal static class RequestBody
{
    private static readonly WireError TooEarly = WireError.Serialization("The body ends before the length that its header says.");
    private static readonly WireError TooLarge = new("RequestEntityTooLargeException", $"A request has at most {ApiLimits.LargestRequest} bytes.")
    {
        Status = StatusCodes.Status413PayloadTooLarge,
    };

    private static readonly WireError TooSlow = new("RequestTimeoutException", "The body did not come in time; send it without a pause.")
    {
        Status = StatusCodes.Status408RequestTimeout,
    };

    /// <summary>The body, or why it is not read.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, WireError? Error)> Read(HttpRequest request, BodyReaders readers)
    {
        if (request.ContentLength > ApiLimits.LargestRequest)
            return (default, TooLarge);
        try
        {
            return await ReadAll(request, readers);
        }
        catch (BadHttpRequestException e)
        {
            return (default, e.StatusCode == StatusCodes.Status408RequestTimeout ? TooSlow : TooEarly);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The caller is gone; nobody reads the answer.
            return (default, TooEarly);
        }
    }

    private static async Task<(ReadOnlyMemory<byte> Body, WireError? Error)> ReadAll(HttpRequest request, BodyReaders readers)
    {
        IDisposable? place = null;
        try
        {
            while (true)
            {
                var reading = request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
                if (!reading.IsCompleted)
                    place ??= readers.Enter(ClientAddress.Of(request.HttpContext), request.BodyReader.CancelPendingRead);
                var read = await reading;
                if (read.IsCanceled)
                    return (GiveUp(request.BodyReader, read.Buffer), TooSlow);
                if (read.Buffer.Length > ApiLimits.LargestRequest)
                    return (GiveUp(request.BodyReader, read.Buffer), TooLarge);
                if (read.IsCompleted)
                    return (Take(request.BodyReader, read.Buffer), null);
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        finally
        {
            place?.Dispose();
        }
    }

    /// <summary>What has been read is done with: or the server finds a reading that has no end when it looks for the rest of the body, and logs it.</summary>
    private static ReadOnlyMemory<byte> GiveUp(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        reader.AdvanceTo(buffer.End);
        return default;
    }

    private static byte[] Take(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        var body = buffer.ToArray();
        reader.AdvanceTo(buffer.End);
        return body;
    }
}
