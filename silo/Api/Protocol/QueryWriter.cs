using System.Globalization;
using System.Text.Json;
using System.Xml;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Protocol;

/// <summary>Writes replies of the AWS query protocol, in XML.</summary>
internal static class QueryWriter
{
    public const string ContentType = "text/xml";
    private const string Item = "member";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new System.Text.UTF8Encoding(false), OmitXmlDeclaration = true };

    /// <param name="body">The same reply as JSON.</param>
    public static byte[] Reply(WireService service, WireOperation operation, string requestId, ReadOnlyMemory<byte> body) => Write(xml =>
    {
        xml.WriteStartElement($"{operation.Name}Response", service.XmlNamespace);
        if (operation.Output is { } shape)
        {
            using var json = JsonDocument.Parse(body);
            xml.WriteStartElement($"{operation.Name}Result");
            Value(xml, json.RootElement, shape);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("ResponseMetadata");
        xml.WriteElementString("RequestId", requestId);
    });

    /// <summary>Who is at fault is told by the status.</summary>
    public static byte[] Error(WireService service, string requestId, WireError error) => Write(xml =>
    {
        xml.WriteStartElement("ErrorResponse", service.XmlNamespace);
        xml.WriteStartElement("Error");
        xml.WriteElementString("Type", error.Status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver");
        xml.WriteElementString("Code", CodeOf(service, error));
        xml.WriteElementString("Message", Plain(error.Message));
        xml.WriteEndElement();
        xml.WriteElementString("RequestId", requestId);
    });

    /// <summary>What the query protocol calls an error.</summary>
    public static string CodeOf(WireService service, WireError error) =>
        service.Types.GetValueOrDefault(error.Type)?.Code ?? (error.Type == "ValidationException" ? "ValidationError" : error.Type);

    private static byte[] Write(Action<XmlWriter> write)
    {
        using var memory = new MemoryStream();
        // Elements that are still open are closed with the writer.
        using (var xml = XmlWriter.Create(memory, Settings))
            write(xml);
        return memory.ToArray();
    }

    private static void Value(XmlWriter xml, JsonElement value, WireType shape)
    {
        switch (shape.Kind)
        {
            case WireKind.Structure:
                foreach (var member in value.EnumerateObject())
                    Element(xml, member.Name, member.Value, shape.Members[member.Name]);
                break;
            case WireKind.List:
                foreach (var item in value.EnumerateArray())
                    Element(xml, Item, item, shape.Item!);
                break;
            case WireKind.Timestamp:
                xml.WriteString(DateTimeOffset.FromUnixTimeMilliseconds((long)(value.GetDouble() * 1000)).ToString(TimeFormat, CultureInfo.InvariantCulture));
                break;
            case WireKind.Text:
                xml.WriteString(Plain(value.GetString()!));
                break;
            default:
                xml.WriteString(value.GetRawText());
                break;
        }
    }

    private static void Element(XmlWriter xml, string name, JsonElement value, WireType shape)
    {
        xml.WriteStartElement(name);
        Value(xml, value, shape);
        xml.WriteEndElement();
    }

    /// <summary>XML has no way to write some characters.</summary>
    private static string Plain(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(letter => XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD'));
}
