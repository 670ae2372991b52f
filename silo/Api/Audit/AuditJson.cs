using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeskFleet.Core.Identity;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace DeskFleet.Silo.Api.Audit;

/// <summary>How an audit record is written: one object, times in ISO, the account as account/region.</summary>
internal static class AuditJson
{
    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new AccountText() },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    public static byte[] Of(AuditRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Options);

    private sealed class AccountText : JsonConverter<AccountId>
    {
        public override AccountId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Audit records are only written.");

        public override void Write(Utf8JsonWriter writer, AccountId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
