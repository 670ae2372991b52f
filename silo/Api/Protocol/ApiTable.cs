using System.Text.Json;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>One operation that is served.</summary>
/// <param name="Changes">False: it only reads.</param>
/// <param name="Request">What the request is read into.</param>
public sealed record ApiOperation(
    WireService Service, WireOperation Wire, bool Changes, Type Request, Func<JsonElement, ApiCall, Task<ApiResult>> Answer)
{
    private readonly UnreadMembers? _unread = UnreadMembers.Of(Request, Wire.Input);

    /// <summary>A member that is given and that nothing reads: refused by its name. Null: there is none.</summary>
    public WireError? Unread(JsonElement request)
    {
        if (_unread?.Given(Wire.Name, request) is not { } path)
            return null;
        return new(DeclaredErrors.ForValues(Wire), $"{path} is not supported here; leave it out.");
    }
}

/// <summary>Operations that belong together.</summary>
public interface IApiModule
{
    /// <summary>Names its operations.</summary>
    void AddTo(ApiTable table);
}

/// <summary>All operations that are served.</summary>
public sealed class ApiTable
{
    private readonly Dictionary<(string Service, string Operation), ApiOperation> _operations = [];

    public ApiTable(IEnumerable<IApiModule> modules)
    {
        foreach (var module in modules)
            module.AddTo(this);
    }

    public IEnumerable<ApiOperation> All => _operations.Values;

    /// <summary>Null: it is not served.</summary>
    public ApiOperation? Find(WireService service, string operation) => _operations.GetValueOrDefault((service.Name, operation));

    public void Reads<TRequest>(WireService service, string operation, Func<TRequest, ApiCall, Task<ApiResult>> answer) =>
        Add(service, operation, changes: false, answer);

    public void Changes<TRequest>(WireService service, string operation, Func<TRequest, ApiCall, Task<ApiResult>> answer) =>
        Add(service, operation, changes: true, answer);

    private void Add<TRequest>(WireService service, string operation, bool changes, Func<TRequest, ApiCall, Task<ApiResult>> answer)
    {
        var wire = service.Operations[operation];
        _operations.Add((service.Name, operation), new(service, wire, changes, typeof(TRequest), async (input, call) =>
        {
            var result = await answer(input.Deserialize<TRequest>(WireJson.Options)!, call);
            return result.Error is { } error ? DeclaredErrors.Of(wire, error) : result;
        }));
    }
}
