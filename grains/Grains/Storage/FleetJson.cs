using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DeskFleet.Core.Billing;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace DeskFleet.Grains.Storage;

/// <summary>How records and events are written: ids as strings, times in ISO, states by their wire names, messages by their alias.</summary>
public static class FleetJson
{
    private const string AliasPrefix = "deskfleet.";

    private static readonly Type[] Messages = [typeof(Command), typeof(Reply), typeof(FleetEvent)];

    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameMessages, LeaveOutDerived } },
        };
        options.Converters.Add(new InstantConverter());
        options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
        foreach (var converter in Converters())
            options.Converters.Add(converter);
        options.MakeReadOnly();
        return options;
    }

    private static IEnumerable<JsonConverter> Converters()
    {
        yield return new JsonStringEnumConverter<Lifecycle>(JsonNamingPolicy.SnakeCaseUpper);
        yield return new JsonStringEnumConverter();
        yield return new MoneyConverter();
        yield return new HostRollConverter();
        yield return new TextConverter<BillingMonth>(month => month.ToString(), BillingMonth.Parse);
        yield return new TextConverter<WorkSpaceId>(id => id.Value, text => new(text));
        yield return new TextConverter<HostId>(id => id.Value, text => new(text));
        yield return new TextConverter<DirectoryId>(id => id.Value, text => new(text));
        yield return new TextConverter<ZoneId>(id => id.Value, text => new(text));
        yield return new TextConverter<UserName>(id => id.Value, text => new(text));
        yield return new TextConverter<SessionId>(id => id.Value, text => new(text));
        yield return new TextConverter<BundleId>(id => id.Value, text => new(text));
        yield return new TextConverter<KeyArn>(key => key.Value, text => new(text));
        yield return new TextConverter<ApplicationName>(id => id.Value, text => new(text));
        yield return new TextConverter<ImageId>(id => id.Value, text => new(text));
        yield return new TextConverter<VolumeFingerprint>(print => print.Value, text => new(text));
        yield return new TextConverter<AccountId>(id => id.ToString(), ParseAccount);
        yield return new TextConverter<HostPoolId>(id => id.ToString(), HostPoolId.Parse);
        yield return new TextConverter<OperationId>(id => id.ToString(), ParseOperation);
        yield return new TextConverter<Entity>(entity => entity.ToString(), ParseEntity);
    }

    private static AccountId ParseAccount(string text) =>
        text.Split('/') is [var account, var region] ? new(account, region) : throw new JsonException($"'{text}' is no account/region.");

    private static OperationId ParseOperation(string text) =>
        text.Split('-', 2) is [var time, var token] ? new(Convert.ToInt64(time, 16), token) : throw new JsonException($"'{text}' is no operation id.");

    private static Entity ParseEntity(string text) =>
        text.Split(':', 2) is [var kind, var key] ? new(Enum.Parse<EntityKind>(kind), key) : throw new JsonException($"'{text}' is no entity.");

    /// <summary>A message is stored under the alias it has on the wire, so that classes may be renamed.</summary>
    private static void NameMessages(JsonTypeInfo info)
    {
        if (!Messages.Contains(info.Type))
            return;
        info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "what" };
        foreach (var type in info.Type.Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(info.Type)))
            info.PolymorphismOptions.DerivedTypes.Add(new(type, AliasOf(type)));
    }

    /// <summary>What follows from the rest is not stored: properties without a setter or constructor parameter.</summary>
    private static void LeaveOutDerived(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Type.Assembly != typeof(Entity).Assembly)
            return;
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            if (info.Properties[i] is { Set: null, AssociatedParameter: null })
                info.Properties.RemoveAt(i);
        }
    }

    private static string AliasOf(Type type) =>
        type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias is { } alias && alias.StartsWith(AliasPrefix, StringComparison.Ordinal)
            ? alias[AliasPrefix.Length..]
            : throw new InvalidOperationException($"{type} has no alias that begins with '{AliasPrefix}'.");

    /// <summary>US dollars as a number, to the last digit.</summary>
    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Usd);
    }

    /// <summary>Their number. Earlier versions wrote a list of them, of which the length is read.</summary>
    private sealed class HostRollConverter : JsonConverter<HostRoll>
    {
        public override HostRoll Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
                return new(reader.GetInt32());
            return new(JsonElement.ParseValue(ref reader).GetArrayLength());
        }

        public override void Write(Utf8JsonWriter writer, HostRoll value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Count);
    }

    private sealed class TextConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }
}
