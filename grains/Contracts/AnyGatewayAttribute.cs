using Orleans.CodeGeneration;

namespace DeskFleet.Contracts;

/// <summary>
/// A call that goes out by any of the gateways in turn. By default all calls for a grain go by one gateway, and so would the repetition of one that this gateway
/// holds up. Callers wait for an answer before they ask the next thing, so no order is lost.
/// </summary>
[InvokableCustomInitializer(nameof(IRequest.AddInvokeMethodOptions), InvokeMethodOptions.Unordered)]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnyGatewayAttribute : Attribute;
