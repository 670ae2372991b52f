using System.Text.Json.Serialization;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>What is asked most, written by code that the compiler made; the same text as <see cref="Protocol.WireJson"/> gives.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(DescribeWorkspacesResult))]
internal sealed partial class DescribeJson : JsonSerializerContext;
