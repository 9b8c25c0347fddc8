using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace Kaiwa.Tests.Architecture;

/// <summary>Which types use which, method bodies included: read from the compiled code, so that nothing hides behind <c>var</c> or an alias.</summary>
internal static class TypeUses
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<Use>> Known = new();
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>One hand-written type uses another. The used type is given as it is, nested ones too.</summary>
    public sealed record Use(Type From, Type To);

    public static IReadOnlyList<Use> Of(Assembly assembly) => Known.GetOrAdd(assembly, Read);

    private static List<Use> Read(Assembly assembly) => Assemblies.TypesOf(assembly)
        .SelectMany(type => UsedBy(type).SelectMany(Flatten).Select(used => new Use(Assemblies.Outermost(type), used)))
        .Where(use => Assemblies.Outermost(use.To) != use.From)
        .Distinct()
        .ToList();

    private static List<Type> UsedBy(Type type)
    {
        var types = new List<Type>();
        types.AddRange(type.GetInterfaces());
        if (type.BaseType is { } parent)
        {
            types.Add(parent);
        }

        foreach (var member in type.GetMembers(Everything))
        {
            types.AddRange(member.GetCustomAttributesData().Select(attribute => attribute.AttributeType));
            types.AddRange(UsedByMember(member));
        }

        return types;
    }

    private static IEnumerable<Type> UsedByMember(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        MethodBase method => Signature(method).Concat(Body(method)),
        _ => [],
    };

    private static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Concat(method is MethodInfo { ReturnType: var answer } ? [answer] : []);

    private static List<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
        {
            return [];
        }

        var types = body.LocalVariables.Select(local => local.LocalType).ToList();
        foreach (var token in Tokens(code))
        {
            types.AddRange(Resolve(method, token));
        }

        return types;
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xfe ? (short)(0xfe00 | code[at + 1]) : code[at];
            var operation = OpCodesByValue[value];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += OperandSize(operation, code, at);
        }
    }

    private static int OperandSize(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, typeArguments, methodArguments) switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType!, field.FieldType],
            MethodInfo called => [called.DeclaringType!, called.ReturnType, .. called.IsGenericMethod ? called.GetGenericArguments() : []],
            { DeclaringType: { } declaring } => [declaring],
            _ => [],
        };
    }

    private static IEnumerable<Type> Flatten(Type type)
    {
        if (type.HasElementType)
        {
            return Flatten(type.GetElementType()!);
        }

        return type.IsGenericParameter ? [] : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Flatten).Prepend(type.GetGenericTypeDefinition()) : [type];
    }
}
