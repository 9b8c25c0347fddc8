using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features;

/// <summary>How our own API writes JSON: camelCase, enums as words, ids as 32 hexadecimal digits, problems in words.</summary>
internal static class ApiJson
{
    public static IServiceCollection AddApiJson(this IServiceCollection services) => services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));

    /// <summary>For what is kept in a column in the same form.</summary>
    public static JsonSerializerOptions New()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }

    public static void Configure(JsonSerializerOptions options)
    {
        // What is missing or null where it must not be is refused before a handler sees it.
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)); // a number could name a status that nothing shows
        options.Converters.Add(new IdConverters());
        options.Converters.Add(new ProblemConverter());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(NoGaps);
    }

    // The annotations say nothing of what is in a list: no request of ours has one with gaps.
    private static void NoGaps(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
        {
            type.OnDeserialized = list =>
            {
                if (((IEnumerable)list).Cast<object?>().Contains(null))
                {
                    throw new JsonException("A list has an element that is null.");
                }
            };
        }
    }

    private sealed class IdConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

        public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter?)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()));
    }

    private sealed class IdConverter<T> : JsonConverter<Id<T>>
    {
        public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id<T>.TryParse(reader.GetString(), null, out var id) ? id : throw new JsonException("An id is 32 hexadecimal digits, with or without dashes.");

        public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class ProblemConverter : JsonConverter<Problem>
    {
        public override Problem? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException("A problem is only ever answered.");

        public override void Write(Utf8JsonWriter writer, Problem value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("type", value.Type);
            writer.WriteString("sentence", value.Sentence());
            writer.WritePropertyName("arguments");
            JsonSerializer.Serialize(writer, value.Arguments, options);
            writer.WriteEndObject();
        }
    }
}
