using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Core.Storage;

/// <summary>Teaches Dapper our value types, once per process: ids as uuid (PostgreSQL) or 16 bytes (SQLite), instants as milliseconds.</summary>
public static class TypeHandlers
{
    static TypeHandlers()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.AddTypeHandler(new GuidHandler());
    }

    /// <summary>Call once per id type, where the feature registers itself.</summary>
    public static void AddId<T>() => SqlMapper.AddTypeHandler(new IdHandler<T>());

    internal static object ToParameter(IDbDataParameter parameter, Guid value) =>
        parameter is SqliteParameter ? value.ToByteArray(bigEndian: true) : value;

    internal static Guid ToGuid(object value) => value as Guid? ?? new Guid((byte[])value, bigEndian: true);

    private sealed class IdHandler<T> : SqlMapper.TypeHandler<Id<T>>
    {
        public override void SetValue(IDbDataParameter parameter, Id<T> value) => parameter.Value = ToParameter(parameter, value.Value);

        public override Id<T> Parse(object value) => new(ToGuid(value));
    }

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) => parameter.Value = ToParameter(parameter, value);

        public override Guid Parse(object value) => ToGuid(value);
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUnixTimeMilliseconds();

        public override DateTimeOffset Parse(object value) => DateTimeOffset.FromUnixTimeMilliseconds((long)value);
    }
}
